#include "spaces/spacesdesk.h"

#include "base/literals.h"
#include "desk/floororder.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/changes.h"
#include "read/sensors.h"
#include "read/sites.h"
#include "timelabels.h"

#include <QMessageBox>
#include <QPushButton>

#include <memory>

namespace parking::ui {

namespace {

constexpr int kHistoryRows = 200;
constexpr int kNamedLeft = 5; ///< of what an undo leaves

} // namespace

SpacesDesk::SpacesDesk(const Desk &desk, SpacesPage &page) : m_desk(desk), m_page(page)
{
    connect(&page.inspector().history(), &SpaceHistory::wanted, this, &SpacesDesk::loadHistory);
    connect(&page.inspector().sensor(), &SensorSection::wanted, this, &SpacesDesk::loadSensor);
    connect(&page.inspector().sensor(), &SensorSection::typeChosen, this,
            &SpacesDesk::chooseSensorType);
    connect(&page.inspector(), &Inspector::overrideRequested, this, &SpacesDesk::requestOverride);
    connect(&page.inspector(), &Inspector::overrideCleared, this, &SpacesDesk::clearOverrides);
    connect(&page.map(), &MapPage::layoutEdited, this, &SpacesDesk::editLayout);
    connect(&page.map(), &MapPage::draftDiscarded, this, &SpacesDesk::keepDiscarded);
    connect(&page.map(), &MapPage::floorsOrdered, this,
            [this](const QString &building, const QStringList &topFirst) {
                orderFloors(m_desk, this, building, topFirst);
            });
}

void SpacesDesk::loadHistory(const domain::SpaceId &space)
{
    m_desk.ask(
        this,
        [space](store::Database &database) {
            return read::recentChanges(database, space, kHistoryRows);
        },
        [this, space](const QList<domain::StateChange> &changes) {
            m_page.inspector().history().setChanges(space, changes);
        });
}

// --- Sensors -------------------------------------------------------------------------------------

void SpacesDesk::loadSensor(const domain::SpaceId &space)
{
    m_desk.ask(
        this, [space](store::Database &database) { return read::sensor(database, space); },
        [this, space](const std::optional<domain::SensorStatus> &sensor) {
            m_page.inspector().sensor().setSensor(space, sensor);
        },
        [](const Error &) {}); // asked again with the next uplink
}

void SpacesDesk::chooseSensorType(const QList<domain::DevEui> &devices, const QString &type,
                                  const QString &seen)
{
    engine::SensorTypes types;
    engine::SensorTypes expected;
    for (const domain::DevEui &device : devices) {
        types.insert(device, type);
        expected.insert(device, device == devices.first() ? seen : QString());
    }
    m_desk.wish(
        this,
        [types, expected, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().setSensorTypes(types, actor, expected);
        },
        [=, this](const engine::SensorTypes &before) {
            m_page.inspector().sensor().ask();
            const QString text = type.isEmpty()
                ? tr("%n sensors are read by their profile from now on", nullptr, int(types.size()))
                : tr("%n sensors are read as %1 from their next uplink on", nullptr,
                     int(types.size()))
                      .arg(labels::deviceType(type));
            m_desk.notices.tellDone(text, sensorTypesStep(before, types),
                                    sensorTypesStep(types, before));
        },
        [this](const Error &error) { refuseSensorType(error); });
}

/// Who chose what; the section asks anew, so that a choice again is one over theirs.
void SpacesDesk::refuseSensorType(const Error &error)
{
    m_page.inspector().sensor().ask();
    if (error.code != problem::kChangedMeanwhile)
        return m_desk.notices.tell(error);
    const QString actor = error.details.value(u"actor"_s).toString();
    const QString type = error.details.value(u"type"_s).toString();
    m_desk.notices.tell(
        tr("%1 chose meanwhile how sensor %2 is read: %3. Nothing was changed. Choose again if it "
           "is to be another way.")
            .arg(actor.isEmpty() ? tr("Somebody") : actor,
                 error.details.value(u"code"_s).toString().right(4).toUpper(),
                 type.isEmpty() ? tr("by its profile") : labels::deviceType(type)));
}

Notices::Step SpacesDesk::sensorTypesStep(const engine::SensorTypes &types,
                                          const engine::SensorTypes &expected)
{
    return [=, this](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [types, expected, actor = m_desk.actor](engine::Engine &engine) {
                return engine.spaces().setSensorTypes(types, actor, expected);
            },
            [this, answer](const engine::SensorTypes &) {
                m_page.inspector().sensor().ask();
                answer({});
            },
            answer);
    };
}

// --- Overrides -----------------------------------------------------------------------------------

void SpacesDesk::requestOverride(const OverrideRequest &request)
{
    domain::Override value = request.value;
    value.actor = m_desk.actor;
    const bool isNew = value.since == UtcTime();
    const QString what = labels::text(value.state).toLower();
    const int row = request.spaces.size() == 1 ? m_desk.model.rowOf(*request.spaces.cbegin()) : -1;
    const QString code = row >= 0 ? m_desk.model.space(row).code : QString();
    QString text = row < 0 ? tr("%1 spaces set to %2").arg(request.spaces.size()).arg(what)
        : isNew            ? tr("%1 set to %2").arg(code, what)
                           : tr("%1: reason or end changed").arg(code);
    if (value.until && isNew)
        text = tr("%1 %2").arg(text, labels::until(*value.until, m_desk.situation.now()));
    setOverrides(
        domain::overridesOf(request.spaces.values(), value),
        [text](const domain::Overrides &) { return text; },
        [this](const Result<> &result) {
            if (!m_page.inspector().setAnswer(result) && !result)
                m_desk.notices.tell(result.error());
        },
        isNew ? std::nullopt
              : std::optional(domain::overridesOf(request.spaces.values(), request.standing)));
}

void SpacesDesk::clearOverrides(const QSet<domain::SpaceId> &spaces)
{
    const auto told = [](const domain::Overrides &before) {
        const auto count = std::count_if(before.cbegin(), before.cend(),
                                         [](const auto &value) { return value.has_value(); });
        return tr("Override taken back on %n spaces", nullptr, int(count));
    };
    setOverrides(domain::overridesOf(spaces.values(), std::nullopt), told,
                 [this](const Result<> &result) {
                     if (!result)
                         m_desk.notices.tell(result.error());
                 });
}

void SpacesDesk::setOverrides(const domain::Overrides &values,
                              const std::function<QString(const domain::Overrides &)> &told,
                              const Notices::Answer &answer,
                              const std::optional<domain::Overrides> &expected)
{
    m_desk.wish(
        this,
        [values, expected, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().setOverrides(values, actor, expected);
        },
        [=, this](const domain::Overrides &before) {
            m_desk.notices.tellDone(told(before), overridesStep(before, values),
                                    overridesStep(values, before));
            answer({});
        },
        answer);
}

namespace {

/// When the last one of these ends; empty: none does by itself.
std::optional<UtcTime> lastEnd(const domain::Overrides &some, const domain::Overrides &others)
{
    std::optional<UtcTime> end;
    for (const domain::Overrides &all : {some, others}) {
        for (const std::optional<domain::Override> &value : all)
            end = value ? std::max(end, value->until) : end;
    }
    return end;
}

} // namespace

Notices::Step SpacesDesk::overridesStep(const domain::Overrides &values,
                                        const domain::Overrides &expected)
{
    return [=, this](const Notices::Answer &answer) {
        const domain::Overrides possible = stillPossible(values);
        const domain::Overrides stands = stillPossible(expected);
        if (possible.isEmpty())
            return answer(domain::errors::notFound(u"Space"_s, {}));
        if (const auto end = lastEnd(values, expected); end && possible == stands)
            return answer(Error{kEndedByItself,
                                tr("The override ended by itself, %1.")
                                    .arg(labels::ago(m_desk.situation.now() - *end))});
        m_desk.wish(
            this,
            [possible, stands, actor = m_desk.actor](engine::Engine &engine) {
                return engine.spaces().setOverrides(possible, actor, stands);
            },
            [this, answer, left = int(values.size() - possible.size())](const domain::Overrides &) {
                answer({});
                if (left > 0)
                    m_desk.notices.tell(
                        tr("%n spaces are left out: they were deleted meanwhile", nullptr, left));
            },
            answer);
    };
}

domain::Overrides SpacesDesk::stillPossible(domain::Overrides values) const
{
    values.removeIf([this](const auto &entry) { return m_desk.model.rowOf(entry.key()) < 0; });
    for (std::optional<domain::Override> &value : values) {
        if (value && value->until && *value->until <= m_desk.situation.now())
            value.reset();
    }
    return values;
}

// --- Layout --------------------------------------------------------------------------------------

/// What was not seen when the draft was begun stands as the map has it.
void SpacesDesk::editLayout(const domain::LayoutChange &change, const domain::LayoutChange &seen)
{
    domain::LayoutChange expected;
    for (auto it = change.placements.cbegin(); it != change.placements.cend(); ++it) {
        if (const int row = m_desk.model.rowOf(it.key()); row >= 0)
            expected.placements.insert(it.key(), m_desk.model.space(row).placement);
    }
    for (auto it = seen.placements.cbegin(); it != seen.placements.cend(); ++it)
        expected.placements.insert(it.key(), it.value());
    expected.floor = seen.floor; // of one that has no row yet nothing stands
    storeLayout(change, expected);
}

/// Spaces that are gone are left out.
void SpacesDesk::storeLayout(domain::LayoutChange change, const domain::LayoutChange &expected)
{
    change.placements.removeIf(
        [this](const auto &entry) { return m_desk.model.rowOf(entry.key()) < 0; });
    if (change.isEmpty())
        return m_page.map().setSaved(domain::errors::notFound(u"Space"_s, {}));
    m_desk.wish(
        this,
        [change, expected, actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().saveLayout(change, actor, expected);
        },
        [=, this](domain::LayoutChange before) {
            if (change.floor && !before.floor) { // it keeps its row, with nothing under it
                before.floor = change.floor;
                putOn(*before.floor, {});
            }
            m_desk.notices.tellDone(wordsOf(change), layoutStep(before, change),
                                    layoutStep(change, before));
            m_page.map().setSaved({});
        },
        [=, this](const Error &error) {
            m_page.map().setSaved(error);
            if (error.code == problem::kChangedMeanwhile)
                askWhose(change, expected);
        });
}

QString SpacesDesk::wordsOf(const domain::LayoutChange &change)
{
    const int moved = int(change.placements.size());
    if (!change.floor)
        return tr("%n spaces moved", nullptr, moved);
    if (moved > 0)
        return tr("Layout of %1 saved").arg(change.floor->name);
    return (change.floor->picture.isEmpty() ? tr("Picture of %1 removed") : tr("Picture of %1 set"))
        .arg(change.floor->name);
}

Notices::Step SpacesDesk::layoutStep(const domain::LayoutChange &change,
                                     const domain::LayoutChange &expected)
{
    return [=, this](const Notices::Answer &answer) {
        m_desk.wish(
            this,
            [change, expected, actor = m_desk.actor](engine::Engine &engine) {
                return engine.spaces().restoreLayout(change, expected, actor);
            },
            [this, answer](const QList<engine::LayoutLeft> &left) {
                answer({});
                tellLeft(left);
            },
            answer);
    };
}

void SpacesDesk::tellLeft(const QList<engine::LayoutLeft> &left)
{
    if (left.isEmpty())
        return;
    QStringList names;
    QStringList actors;
    for (const engine::LayoutLeft &one : left) {
        names.append(one.name);
        const QString actor = one.actor.isEmpty() ? tr("somebody") : one.actor;
        if (!actors.contains(actor))
            actors.append(actor);
    }
    const int more = int(names.size()) - kNamedLeft;
    if (more > 0)
        names = names.mid(0, kNamedLeft) + QStringList{tr("%n more", nullptr, more)};
    m_desk.notices.tell(tr("Left as they are: %1. Changed since by %2.")
                            .arg(names.join(u", "_s), actors.join(u", "_s)));
}

/// Of what was edited and not saved nothing else is left.
void SpacesDesk::keepDiscarded(const KeptDraft &draft)
{
    const auto kept = std::make_shared<KeptDraft>(draft);
    const QString floor = draft.place.floor;
    m_desk.notices.tellDone(
        tr("Edits of %1 discarded").arg(floor),
        [=, this](const Notices::Answer &answer) {
            if (m_page.map().resume(*kept))
                return answer({});
            const std::optional<KeptDraft> open = m_page.map().draft();
            answer(Error{problem::kValidation,
                         open ? tr("The layout of %1 is being edited. Save or discard it first.")
                                    .arg(open->place.floor)
                              : tr("The layout of %1 cannot be edited now.").arg(floor)});
        },
        [=, this](const Notices::Answer &answer) {
            if (const auto open = m_page.map().draft(); open && open->place == kept->place) {
                *kept = *open; // with what was edited since
                m_page.map().discard();
            }
            answer({});
        });
}

/// The map may not have heard of it yet, so the database is asked. What a third one changes
/// meanwhile is asked about likewise.
void SpacesDesk::askWhose(const domain::LayoutChange &change, const domain::LayoutChange &seen)
{
    m_desk.ask(this, read::site, [=, this](const domain::SiteSnapshot &site) {
        domain::LayoutChange theirs = change;
        domain::LayoutChange stands;
        QStringList codes;
        for (const domain::Space &space : site.spaces) {
            if (!change.placements.contains(space.id))
                continue;
            stands.placements.insert(space.id, space.placement);
            if (seen.placements.value(space.id, space.placement) == space.placement)
                continue;
            theirs.placements.remove(space.id);
            codes.append(space.code);
        }
        for (const domain::Floor &floor : site.floors) {
            if (change.floor && floor.id == change.floor->id)
                stands.floor = floor;
        }
        if (seen.floor && stands.floor != seen.floor) {
            theirs.floor.reset();
            codes.append(stands.floor ? stands.floor->name
                                      : tr("%1 (deleted)").arg(seen.floor->name));
        }
        codes.sort();
        auto *box = new QMessageBox(m_page.window());
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setTextFormat(Qt::PlainText);
        box->setWindowTitle(tr("Changed meanwhile"));
        box->setText(tr("Somebody else changed the layout meanwhile: %1.")
                         .arg(codes.isEmpty() ? tr("what was edited") : codes.join(u", "_s)));
        box->setInformativeText(tr("What else you edited is saved either way."));
        QPushButton *mine = box->addButton(tr("Keep mine"), QMessageBox::AcceptRole);
        QPushButton *their = box->addButton(tr("Take theirs"), QMessageBox::DestructiveRole);
        box->setEscapeButton(box->addButton(tr("Go on editing"), QMessageBox::RejectRole));
        connect(mine, &QPushButton::clicked, this, [=, this] { storeLayout(change, stands); });
        connect(their, &QPushButton::clicked, this, [=, this] {
            if (theirs.isEmpty())
                m_page.map().setSaved({});
            else
                storeLayout(theirs, stands);
        });
        box->open();
    });
}

} // namespace parking::ui
