#include "app/keyhints.h"

#include "base/literals.h"

#include <QCoreApplication>

namespace parking::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::KeyHints", text);
}

} // namespace

QList<KeyHint> mapKeys(bool isPast)
{
    QList<KeyHint> keys{
        {tr("Arrows"), tr("Next space in that direction; on the site, next cause of silence")},
        {tr("Home, End"), tr("First or last space of the row")},
        {tr("Page up, page down"), tr("Next floor up or down")},
        {u"+, −, Ctrl+0"_s, tr("Zoom in, zoom out, fit")},
        {tr("Backspace"), tr("One level up: floor, building, site")},
        {tr("Click"), tr("Select a space; on the site, open a floor")},
        {tr("Ctrl+click, Shift+click"), tr("Add a space, add the row up to it")},
        {tr("Shift+drag"), tr("Select all spaces in a rectangle")},
        {tr("Drag, wheel"), tr("Move the map, zoom at the pointer")},
        {u"Ctrl+A"_s, tr("Select the zone")},
        {tr("Enter"), tr("Open the selected space")},
        {u"Ctrl+I"_s, tr("Open or close the panel at the right")}};
    if (isPast)
        return keys;
    keys += {{tr("Space"), tr("Add the space to the selection")},
             {u"M"_s, tr("Set maintenance")},
             {u"L"_s, tr("Resend the lamp's colour")},
             {u"B"_s, tr("Book the selected space")},
             {u"P"_s, tr("Place the unplaced spaces on the plan")},
             {tr("Right click"), tr("What can be done with the space")}};
    return keys;
}

QList<KeyHint> bookingsKeys()
{
    return {{u"Ctrl+N"_s, tr("New booking")},
            {tr("Arrows"), tr("Next booking in that direction")},
            {tr("Shift+arrows"), tr("Move it by 15 min or to another space; Alt: by 1 min")},
            {tr("Ctrl+left, Ctrl+right"),
             tr("Move its end by 15 min, with Shift its start; Alt: by 1 min")},
            {tr("Ctrl+up, Ctrl+down"), tr("Choose a row or a group: Enter books it, or folds it")},
            {tr("Enter"), tr("Open the booking")},
            {tr("Delete"), tr("Cancel the booking")},
            {tr("Drag over a row"), tr("Book that time")},
            {u"+, −, Ctrl+0"_s, tr("Zoom in, zoom out, fit")},
            {tr("Ctrl+page up, Ctrl+page down"), tr("The page before or after, in the list")},
            {tr("Up, down in a time"), tr("15 min later or earlier; Alt: 1 min")}};
}

QList<KeyHint> devicesKeys()
{
    return {{u"Ctrl+F"_s, tr("Filter of the list")},
            {tr("Left, right in a chart"), tr("Earlier or later; Shift: the crosshair")},
            {tr("+, −, 0 in a chart"), tr("Zoom in, zoom out, the whole range")},
            {tr("Left, right in a walk"), tr("The space before or after")}};
}

QList<KeyHint> spaceListKeys()
{
    return {{u"Ctrl+F"_s, tr("Find a space")},
            {tr("Space"), tr("Tick the row")},
            {tr("Shift+arrows, Shift+click"), tr("Tick a range")},
            {u"Ctrl+A"_s, tr("Tick all that pass the filter")},
            {tr("Enter"), tr("Into the form")}};
}

QList<KeyHint> eventsKeys()
{
    return {{tr("Space"), tr("Pause or resume")},
            {u"Ctrl+F"_s, tr("Filter of the list")},
            {tr("Enter in the filter"), tr("Look for that space or device in the database")},
            {tr("C, Shift+C"), tr("Copy the row, or its payload as hex")}};
}

QList<KeyHint> reviewKeys()
{
    return {{tr("Space"), tr("Play or pause")},
            {tr("Comma, full stop"), tr("The change before or after, of what is selected")},
            {tr("Alt+left, Alt+right"), tr("One step back or on")},
            {u"B"_s, tr("Bookmark of this moment")},
            {u"[, ]"_s, tr("To the bookmark before or after")}};
}

QList<KeyHint> settingsKeys()
{
    return {{u"Ctrl+F"_s, tr("Find a setting, by its name or its key")},
            {tr("Enter, Tab"), tr("Save what was typed")},
            {tr("Esc"), tr("Take back what was typed")}};
}

} // namespace parking::ui
