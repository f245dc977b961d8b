#include "spaces/spacemenu.h"

#include "base/literals.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace parking::ui {

SpaceMenu::SpaceMenu(const QSet<domain::SpaceId> &spaces, const SiteModel &model,
                     Inspector &inspector, bool isReadOnly, const Theme &theme, QWidget *parent)
    : QMenu(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    if (!isReadOnly)
        addChanges(spaces, model, inspector, theme);
    const int row = spaces.size() == 1 ? model.rowOf(*spaces.cbegin()) : -1;
    if (row >= 0)
        addCopies(model.space(row), theme);
}

void SpaceMenu::addChanges(const QSet<domain::SpaceId> &spaces, const SiteModel &model,
                           Inspector &inspector, const Theme &theme)
{
    const auto count = [&](const auto &is) {
        return int(std::count_if(spaces.cbegin(), spaces.cend(), [&](const domain::SpaceId &id) {
            const int row = model.rowOf(id);
            return row >= 0 && is(row);
        }));
    };
    const int overridden =
        count([&model](int row) { return model.status(row).inputs.operatorOverride.has_value(); });
    const int lamps = count([&model](int row) { return model.space(row).displayEui.has_value(); });
    const auto add = [&](const char *icon, const QString &text, const QKeySequence &keys,
                         auto run) {
        QAction *action = addAction(theme.icon(QLatin1StringView(icon)), text, &inspector, run);
        action->setShortcut(keys); // shown; the map listens itself
        action->setShortcutContext(Qt::WidgetShortcut);
    };
    if (spaces.size() > 1 || overridden == 0)
        add("wrench", tr("Set maintenance"), Qt::Key_M,
            [&inspector] { inspector.askMaintenance(); });
    if (spaces.size() == 1 && overridden == 1)
        add("edit", tr("Change reason or end"), {}, [&inspector] { inspector.askChange(); });
    if (overridden > 0)
        add("undo", tr("Take override back"), {},
            [&inspector, spaces] { Q_EMIT inspector.overrideCleared(spaces); });
    if (lamps > 0)
        add("lamp", tr("Resend colour"), Qt::Key_L,
            [&inspector, spaces] { Q_EMIT inspector.resendRequested(spaces); });
    addSeparator();
}

void SpaceMenu::addCopies(const domain::Space &space, const Theme &theme)
{
    const auto add = [&](const QString &text, const QString &copied) {
        addAction(theme.icon(u"copy"_s), text, this,
                  [copied] { QGuiApplication::clipboard()->setText(copied); });
    };
    add(tr("Copy the code"), space.code);
    if (space.sensorEui)
        add(tr("Copy the sensor’s DevEUI"), space.sensorEui->toString());
    if (space.displayEui)
        add(tr("Copy the lamp’s DevEUI"), space.displayEui->toString());
}

} // namespace parking::ui
