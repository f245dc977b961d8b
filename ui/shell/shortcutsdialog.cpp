#include "shell/shortcutsdialog.h"

#include "base/literals.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace parking::ui {

ShortcutsDialog::ShortcutsDialog(const QStringList &pages, const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    auto *layout = makeColumn(*this, theme, tr("Keys"));
    const QList<QPair<QString, QString>> keys{
        {u"Ctrl+K"_s, tr("Find a space, a DevEUI, a floor, a state or a command")},
        {u"Ctrl+1 … Ctrl+%1"_s.arg(pages.size()), pages.join(u", "_s)},
        {u"Ctrl+F"_s, tr("Filter of a list")},
        {u"Ctrl+N"_s, tr("New booking, on the page Bookings")},
        {u"Ctrl+I"_s, tr("Open or close the panel at the right")},
        {u"F6, Shift+F6"_s, tr("Next or previous part of the window")},
        {u"F8"_s, tr("Alarms")},
        {u"Ctrl+Z, Ctrl+Shift+Z"_s, tr("Undo, redo")},
        {u"F11"_s, tr("Full screen")},
        {tr("Arrows"), tr("Next space in that direction; on the site, next cause of silence")},
        {tr("Home, End"), tr("First or last space of the row")},
        {tr("Page up, page down"), tr("Next floor up or down")},
        {tr("Space"), tr("Add the space to the selection")},
        {u"Ctrl+A"_s, tr("Select the zone")},
        {tr("Enter"), tr("Open the selected space")},
        {u"M"_s, tr("Set maintenance")},
        {u"L"_s, tr("Resend the lamp's colour")},
        {u"B"_s, tr("Book the selected space")},
        {u"P"_s, tr("Place the unplaced spaces on the plan")},
        {u"+, −, Ctrl+0"_s, tr("Zoom in, zoom out, fit")},
        {tr("Backspace"), tr("One level up: floor, building, site")},
        {tr("Esc"), tr("Back; in a list, nothing is chosen any more")},
        {tr("Click"), tr("Select a space; on the site, open a floor")},
        {tr("Ctrl+click, Shift+click"), tr("Add a space, add the row up to it")},
        {tr("Shift+drag"), tr("Select all spaces in a rectangle")},
        {tr("Drag, wheel"), tr("Move the map, zoom at the pointer")},
        {tr("Right click"), tr("What can be done with the space or row")},
    };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    for (qsizetype i = 0; i < keys.size(); ++i) {
        auto *key = makeLabel(this, {}, keys[i].first);
        setTextStyle(*key, "strong"_L1);
        grid->addWidget(key, int(i), 0);
        grid->addWidget(makeLabel(this, "secondary"_L1, keys[i].second), int(i), 1);
    }
    layout->addLayout(grid);
    addButtons(*this, *layout, {}, tr("Close"));
}

} // namespace parking::ui
