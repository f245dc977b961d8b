#include "spacelist/spacelistdesk.h"

#include "actlabels.h"
#include "base/literals.h"
#include "desk/floororder.h"
#include "desk/meanwhile.h"
#include "desk/savefile.h"
#include "desk/spacesstep.h"
#include "domain/problems.h"
#include "engine/spaces/importplan.h"
#include "labels.h"
#include "read/acts.h"
#include "read/spacedevices.h"
#include "spacelist/deletedspacesdialog.h"

#include <QJsonArray>

namespace parking::ui {

using namespace std::chrono_literals;
using domain::Space;
using domain::SpaceId;
using domain::SpacesChange;

namespace {

constexpr Milliseconds kLook = 10s; ///< how old what is told of devices may be
constexpr int kDeletedShown = 1000;

QStringList codesOf(const Error &error)
{
    QStringList codes;
    for (const QJsonValue &code : error.details.value(u"codes"_s).toArray())
        codes.append(code.toString());
    return codes;
}

QString words(const Error &error)
{
    const QString meanwhile = wordsOfMeanwhile(error);
    return meanwhile.isEmpty() ? labels::text(error) : meanwhile;
}

} // namespace

SpaceListDesk::SpaceListDesk(const Desk &desk, read::ReadThread &longReads, SpaceListPage &page)
    : m_desk(desk), m_page(page), m_import(desk, longReads, page.import())
{
    connect(&page, &SpaceListPage::devicesWanted, this, &SpaceListDesk::loadDevices);
    connect(&page, &SpaceListPage::saveAsked, this, &SpaceListDesk::save);
    connect(&page, &SpaceListPage::deleteAsked, this, &SpaceListDesk::remove);
    connect(&page, &SpaceListPage::orderAsked, this,
            [this](const QString &building, const QStringList &topFirst) {
                orderFloors(m_desk, this, building, topFirst);
            });
    connect(&page, &SpaceListPage::deletedAsked, this, &SpaceListDesk::askDeleted);
    connect(&page, &SpaceListPage::changeAsked, this,
            [this](const SpacesChange &wanted, const QString &told) {
                change(
                    wanted, told, [] {}, toNotice());
            });
    connect(&page, &SpaceListPage::exportAsked, this, [this](const QList<Space> &spaces) {
        const int all = m_desk.model.count();
        const QString total = tr("%n spaces", nullptr, all);
        saveFile(
            m_desk.notices, m_page.window(), tr("spaces.csv"),
            [spaces] { return engine::csvOf(spaces); },
            spaces.size() == all ? total
                                 : tr("%1 of %2").arg(labels::number(int(spaces.size())), total));
    });
    connect(&page, &SpaceListPage::importOpened, &m_import, &ImportDesk::begin);
    connect(&page, &SpaceListPage::tableDropped, &m_import, &ImportDesk::open);
    connect(&desk.situation, &Situation::nowChanged, this, &SpaceListDesk::look);
    connect(&desk.model, &SiteModel::loaded, this, [this] {
        if (m_page.isVisible())
            loadDevices();
    });
}

// --- Questions -----------------------------------------------------------------------------------

void SpaceListDesk::look()
{
    if (m_page.isVisible() && m_desk.situation.now() - m_looked >= kLook)
        loadDevices();
}

void SpaceListDesk::loadDevices()
{
    if (std::exchange(m_asks, true))
        return;
    m_looked = m_desk.situation.now();
    m_desk.ask(
        this,
        [now = m_desk.situation.now()](store::Database &database) {
            return read::spaceDevices(database, now);
        },
        [this](const domain::SpaceDevices &devices) {
            m_asks = false;
            m_page.setDevices(devices);
        },
        [this](const Error &) {
            m_asks = false;
            m_page.setDevices({}); // nobody knows
        });
}

// --- Wishes --------------------------------------------------------------------------------------

SpaceListDesk::Refused SpaceListDesk::toNotice() const
{
    return [this](const Error &error) { m_desk.notices.tell(words(error)); };
}

SpacesChange SpaceListDesk::standing(const SpacesChange &change) const
{
    SpacesChange stands;
    for (auto it = change.spaces.cbegin(); it != change.spaces.cend(); ++it) {
        const int row = m_desk.model.rowOf(it.key());
        stands.spaces.insert(it.key(),
                             row < 0 ? std::nullopt : std::optional(m_desk.model.space(row)));
    }
    for (auto it = change.floors.cbegin(); it != change.floors.cend(); ++it) {
        stands.floors.insert(it.key(), std::nullopt);
        for (const domain::Floor &floor : m_desk.model.floors()) {
            if (floor.id == it.key())
                stands.floors.insert(it.key(), floor);
        }
    }
    return stands;
}

void SpaceListDesk::change(const SpacesChange &wanted, const QString &told,
                           const std::function<void()> &done, const Refused &refused)
{
    if (wanted.isEmpty())
        return;
    m_desk.wish(
        this,
        [wanted, expected = standing(wanted), actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().changeSpaces(wanted, expected, actor);
        },
        [=, this](const engine::SpacesChanged &changed) {
            m_desk.notices.tellDone(told, spacesStep(m_desk, this, changed.before, changed.after),
                                    spacesStep(m_desk, this, changed.after, changed.before));
            done();
        },
        refused);
}

void SpaceListDesk::freeDevices(SpacesChange &change, const Space &space) const
{
    for (Space other : m_desk.model.spaces()) {
        if (other.id == space.id)
            continue;
        const Space before = other;
        if (space.sensorEui && other.sensorEui == space.sensorEui)
            other.sensorEui.reset();
        if (space.displayEui && other.displayEui == space.displayEui)
            other.displayEui.reset();
        if (other != before)
            change.spaces.insert(other.id, other);
    }
}

void SpaceListDesk::save(const SpaceDraft &draft)
{
    SpacesChange wanted;
    QString told = tr("%1 saved").arg(draft.space.code);
    if (draft.isNew()) {
        const Result<QList<Space>> made = domain::spacesOf(rowFrom(draft.space, draft.count), {});
        if (!made)
            return m_page.setSaved(draft, labels::text(made.error()));
        for (Space space : *made) {
            if (draft.count == 1) {
                space = draft.space;
                freeDevices(wanted, space);
            }
            space.features = draft.space.features;
            space.id = SpaceId::create();
            space.siteId = m_desk.model.site().id;
            wanted.spaces.insert(space.id, space);
        }
        told = draft.count == 1 ? tr("%1 added").arg(draft.space.code)
                                : tr("%n spaces added", nullptr, draft.count);
    } else {
        wanted.spaces.insert(draft.space.id, draft.space);
        freeDevices(wanted, draft.space);
        // What stands must be what the form was opened with.
        const int row = m_desk.model.rowOf(draft.space.id);
        if (row < 0)
            return m_page.setSaved(draft,
                                   tr("%1 was deleted. It can be brought back from the "
                                      "deleted spaces.")
                                       .arg(draft.before.code));
        if (!domain::saySame(m_desk.model.space(row), draft.before))
            return tellStanding(draft);
    }
    change(
        wanted, told, [this, draft] { m_page.setSaved(draft); },
        [this, draft](const Error &error) {
            if (error.code == problem::kChangedMeanwhile && !draft.isNew())
                tellStanding(draft);
            else
                m_page.setSaved(draft, words(error));
        });
}

void SpaceListDesk::tellStanding(const SpaceDraft &draft)
{
    m_desk.ask(
        this,
        [seen = draft.before](store::Database &database) {
            return read::standingSpace(database, seen.id, seen);
        },
        [this, draft](const read::StandingSpace &found) {
            if (!found.space)
                return m_page.setSaved(draft,
                                       tr("%1 was deleted. It can be brought back from the "
                                          "deleted spaces.")
                                           .arg(draft.before.code));
            if (domain::saySame(found.space, draft.before)) // another row of the change
                return m_page.setSaved(draft, labels::text(Error{problem::kChangedMeanwhile, {}}));
            m_page.setStanding(*found.space,
                               labels::meanwhile(found.last,
                                                 domain::differencesOf(draft.before, *found.space),
                                                 m_desk.situation.now()));
        },
        [this, draft](const Error &error) { m_page.setSaved(draft, words(error)); });
}

void SpaceListDesk::remove(const QList<Space> &spaces)
{
    SpacesChange wanted;
    for (const Space &space : spaces)
        wanted.spaces.insert(space.id, std::nullopt);
    const QString told = spaces.size() == 1 ? tr("%1 deleted").arg(spaces.first().code)
                                            : tr("%n spaces deleted", nullptr, int(spaces.size()));
    change(
        wanted, told, [] {},
        [this, spaces](const Error &error) {
            if (error.code == problem::kSpaceNotAvailable)
                removeOthers(spaces, codesOf(error));
            else
                m_desk.notices.tell(words(error));
        });
}

/// Nobody who booked a space is to find that it is gone.
void SpaceListDesk::removeOthers(const QList<Space> &spaces, const QStringList &booked)
{
    SpacesChange wanted;
    for (const Space &space : spaces) {
        if (!booked.contains(space.code))
            wanted.spaces.insert(space.id, std::nullopt);
    }
    const QString why = booked.size() == 1
        ? tr("%1 is booked: cancel or move its bookings first.").arg(booked.first())
        : tr("%1 are booked: cancel or move their bookings first.").arg(booked.join(u", "_s));
    if (wanted.isEmpty() || booked.isEmpty())
        return m_desk.notices.tell(why);
    change(
        wanted,
        tr("%1 of %2 deleted. %3")
            .arg(labels::number(int(wanted.spaces.size())), labels::number(int(spaces.size())),
                 why),
        [] {}, toNotice());
}

void SpaceListDesk::askDeleted()
{
    m_desk.ask(
        this,
        [](store::Database &database) { return read::deletedSpaces(database, kDeletedShown); },
        [this](const QList<Space> &spaces) {
            if (!m_page.isVisible())
                return; // nobody asked for a question on another page
            auto *dialog = new DeletedSpacesDialog(spaces, m_desk.situation.now(), m_page.theme(),
                                                   m_page.window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this,
                    [this, dialog] { restore(dialog->chosen()); });
            dialog->open();
        });
}

void SpaceListDesk::restore(const QList<Space> &spaces)
{
    SpacesChange wanted;
    for (Space space : spaces) {
        space.deletedAt.reset();
        for (const Space &other : m_desk.model.spaces()) {
            if (other.sensorEui == space.sensorEui)
                space.sensorEui.reset(); // it works there now
            if (other.displayEui == space.displayEui)
                space.displayEui.reset();
        }
        wanted.spaces.insert(space.id, space);
    }
    change(
        wanted,
        spaces.size() == 1 ? tr("%1 is back").arg(spaces.value(0).code)
                           : tr("%n spaces are back", nullptr, int(spaces.size())),
        [] {}, toNotice());
}

} // namespace parking::ui
