#include "walk/walkdesk.h"

#include "base/literals.h"
#include "labels.h"
#include "read/walk.h"

#include <QFileDialog>
#include <QJsonDocument>
#include <QSaveFile>

namespace parking::ui {

namespace {

const QString kRecord = u"record"_s;

domain::Binding bindingOf(const SiteModel &model, const domain::SpaceId &space)
{
    const int row = model.rowOf(space);
    return row < 0 ? domain::Binding()
                   : domain::Binding{model.space(row).sensorEui, model.space(row).displayEui};
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
                bind(device.device.devEui, device.device.kind, space);
            });
    connect(&page, &WalkPage::euiEntered, this,
            [this](domain::DevEui eui, const domain::SpaceId &space) {
                bind(eui, domain::DeviceKind::Sensor, space);
            });
    connect(&page, &WalkPage::swapRequested, this, &WalkDesk::swap);
    connect(&page, &WalkPage::saveWanted, this, &WalkDesk::save);
}

void WalkDesk::keep()
{
    m_file.setValue(kRecord,
                    QJsonDocument(domain::toJson(m_page.record())).toJson(QJsonDocument::Compact));
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

void WalkDesk::bind(domain::DevEui device, domain::DeviceKind kind, const domain::SpaceId &space)
{
    domain::DeviceChange wanted;
    domain::Binding binding = bindingOf(m_desk.model, space);
    (kind == domain::DeviceKind::Display ? binding.display : binding.sensor) = device;
    wanted.bindings.insert(space, binding);
    change(wanted,
           tr("%1 is bound to %2").arg(device.toString().toUpper(), codeOf(m_desk.model, space)));
}

void WalkDesk::swap(const domain::SpaceId &one, const domain::SpaceId &other)
{
    domain::DeviceChange wanted;
    domain::Binding first = bindingOf(m_desk.model, one);
    domain::Binding second = bindingOf(m_desk.model, other);
    std::swap(first.sensor, second.sensor);
    wanted.bindings.insert(one, first);
    wanted.bindings.insert(other, second);
    change(wanted,
           tr("The sensors of %1 and %2 are swapped")
               .arg(codeOf(m_desk.model, one), codeOf(m_desk.model, other)));
}

void WalkDesk::change(const domain::DeviceChange &change, const QString &told)
{
    const auto step = [this](const domain::DeviceChange &to, const domain::DeviceChange &expected) {
        return [=, this](const Notices::Answer &answer) {
            m_desk.wish(
                this,
                [to, expected](engine::Engine &engine) {
                    return engine.spaces().changeDevices(to, expected);
                },
                [answer](const domain::DeviceChange &) { answer({}); }, answer);
        };
    };
    m_desk.wish(
        this, [change](engine::Engine &engine) { return engine.spaces().changeDevices(change); },
        [=, this](const domain::DeviceChange &before) {
            domain::DeviceChange after = change;
            for (auto it = before.bindings.begin(); it != before.bindings.end(); ++it) {
                if (!after.bindings.contains(it.key()))
                    after.bindings.insert(it.key(), domain::freed(it.value(), change.bindings));
            }
            m_desk.notices.tellDone(told, step(before, after), step(after, before));
        });
}

void WalkDesk::save(const QString &name, const QByteArray &bytes)
{
    auto *dialog = new QFileDialog(m_page.window(), tr("Save"), name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &path) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            m_desk.notices.tell(Error{u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())});
        else
            m_desk.notices.tell(tr("Saved %1").arg(QFileInfo(path).fileName()));
    });
    dialog->open();
}

} // namespace parking::ui
