#include "walk/walkdesk.h"

#include "base/literals.h"
#include "desk/devicework.h"
#include "desk/savefile.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/walk.h"

#include <QJsonDocument>

namespace parking::ui {

namespace {

const QString kRecord = u"record"_s;

/// Spaces that have it, as the model tells.
QList<domain::SpaceId> spacesWith(const SiteModel &model, domain::DevEui device)
{
    QList<domain::SpaceId> found;
    for (const domain::Space &space : model.spaces()) {
        if (space.sensorEui == device || space.displayEui == device)
            found.append(space.id);
    }
    return found;
}

QString codeOf(const SiteModel &model, const domain::SpaceId &space)
{
    const int row = model.rowOf(space);
    return row < 0 ? QString() : model.space(row).code;
}

} // namespace

WalkDesk::WalkDesk(const Desk &desk, WalkPage &page)
    : m_desk(desk), m_page(page),
      m_file(QSettings::IniFormat, QSettings::UserScope, u"smart-parking"_s, u"walk"_s)
{
    page.setRecord(domain::walkRecordOf(
        QJsonDocument::fromJson(m_file.value(kRecord).toByteArray()).object()));
    connect(&page, &WalkPage::wanted, this, &WalkDesk::load);
    connect(&page, &WalkPage::recordChanged, this, &WalkDesk::keep);
    connect(&page, &WalkPage::bindRequested, this,
            [this](const domain::FleetDevice &device, const domain::SpaceId &space) {
                QList<domain::SpaceId> former;
                if (device.device.spaceId)
                    former.append(*device.device.spaceId);
                bind(device.device.devEui, device.device.kind, space, former);
            });
    connect(&page, &WalkPage::euiEntered, this,
            [this](domain::DevEui eui, const domain::SpaceId &space) {
                m_desk.ask(
                    this, [eui](store::Database &database) { return read::kindOf(database, eui); },
                    [=, this](domain::DeviceKind kind) {
                        bind(eui, kind, space, spacesWith(m_desk.model, eui));
                    });
            });
    connect(&page, &WalkPage::swapRequested, this, &WalkDesk::swap);
    connect(&page, &WalkPage::saveWanted, this,
            [this](const QString &name, const QByteArray &bytes) {
                saveFile(m_desk.notices, m_page.window(), name, [bytes] { return bytes; });
            });
    connect(&page, &WalkPage::forgotten, this, &WalkDesk::forget);
}

/// What cannot be kept is told once, until it can be again.
void WalkDesk::keep()
{
    m_file.setValue(kRecord,
                    QJsonDocument(domain::toJson(m_page.record())).toJson(QJsonDocument::Compact));
    m_file.sync();
    const bool isKept = m_file.status() == QSettings::NoError && m_file.isWritable();
    if (!isKept && m_isKept)
        m_desk.notices.tell(tr("The walk cannot be kept in %1: what is ticked is gone when the "
                               "program ends. Save the list.")
                                .arg(m_file.fileName()));
    m_isKept = isKept;
}

/// Of that floor alone: what was ticked since stays, here and elsewhere.
void WalkDesk::forget(const domain::WalkRecord &before)
{
    QHash<domain::SpaceId, domain::WalkEntry> gone = before.entries;
    gone.removeIf([this](const auto &one) { return m_page.record().entries.contains(one.key()); });
    const auto apply = [this](const Notices::Answer &answer,
                              const std::function<int(domain::WalkRecord &)> &edit) {
        domain::WalkRecord record = m_page.record();
        if (edit(record) == 0)
            return answer(Error{problem::kChangedMeanwhile, u"the walk went on"_s});
        m_page.setRecord(record);
        keep();
        answer({});
    };
    m_desk.notices.tellDone(
        tr("The ticks of this floor are forgotten"),
        [apply, gone, at = before.current](const Notices::Answer &answer) {
            apply(answer, [&](domain::WalkRecord &record) {
                int back = 0;
                for (auto it = gone.cbegin(); it != gone.cend(); ++it) {
                    if (record.entries.contains(it.key()))
                        continue;
                    record.entries.insert(it.key(), *it);
                    ++back;
                }
                if (record.current.isNull())
                    record.current = at;
                return back;
            });
        },
        [apply, gone](const Notices::Answer &answer) {
            apply(answer, [&](domain::WalkRecord &record) {
                return int(record.entries.removeIf([&gone](const auto &one) {
                    return gone.contains(one.key()) && gone.value(one.key()) == one.value();
                }));
            });
        });
}

/// One question at a time: the next second asks again.
void WalkDesk::load(const domain::SpaceId &space, UtcTime begun)
{
    if (std::exchange(m_isAsking, true))
        return;
    m_desk.ask(
        this,
        [space, begun, now = m_desk.situation.now()](store::Database &database) {
            return read::walk(database, space, begun, now);
        },
        [this, space](const read::WalkNews &news) {
            m_isAsking = false;
            m_page.setNews(space, news.facts, news.heard);
        },
        [this](const Error &error) {
            m_isAsking = false;
            m_page.setFailed(labels::text(error));
        });
}

void WalkDesk::bind(domain::DevEui device, domain::DeviceKind kind, const domain::SpaceId &space,
                    const QList<domain::SpaceId> &former)
{
    DeviceWish wish{
        .seen = bindingsOf(m_desk.model, former + QList{space}),
        .told =
            tr("%1 is bound to %2").arg(device.toString().toUpper(), codeOf(m_desk.model, space))};
    domain::Binding binding = bindingOf(m_desk.model, space);
    (kind == domain::DeviceKind::Display ? binding.display : binding.sensor) = device;
    wish.change.bindings.insert(space, binding);
    changeDevices(m_desk, this, wish);
}

void WalkDesk::swap(const domain::SpaceId &one, const domain::SpaceId &other)
{
    DeviceWish wish{.seen = bindingsOf(m_desk.model, {one, other}),
                    .told = tr("The sensors of %1 and %2 are swapped")
                                .arg(codeOf(m_desk.model, one), codeOf(m_desk.model, other))};
    domain::Binding first = bindingOf(m_desk.model, one);
    domain::Binding second = bindingOf(m_desk.model, other);
    std::swap(first.sensor, second.sensor);
    wish.change.bindings.insert(one, first);
    wish.change.bindings.insert(other, second);
    changeDevices(m_desk, this, wish);
}

} // namespace parking::ui
