#pragma once

#include "domain/walkrecord.h"

#include <QList>

namespace parking::ui {

/// A space in the walk's list; without an entry: nobody was there.
struct WalkLine {
    QString code;
    bool hasLamp = false;
    std::optional<domain::WalkEntry> entry = {};
};

/// A table in UTF-8: space, whether it works, what is open, what somebody saw, the note and when it
/// was left. Disarmed for spreadsheets.
QByteArray walkCsv(const QList<WalkLine> &lines);

} // namespace parking::ui
