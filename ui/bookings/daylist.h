#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <functional>

class QPagedPaintDevice;
class QWidget;

namespace parking::ui {

/// The bookings of a day as they are printed: for the gate, and for when the server is away.
struct DayList {
    struct Row {
        QString group; ///< "North · Basement 1"; rows of one follow each other
        QString code;
        QString times;
        QString who;
        QString plate;
        QString status;

        bool operator==(const Row &) const = default;
    };

    QString title; ///< "Bookings of Monday 14 September 2026"
    QString site;
    QString asOf; ///< of when it is, and what is not known
    bool isOld = false; ///< there may be newer ones: `asOf` says so
    QList<Row> rows;

    bool operator==(const DayList &) const = default;
};

/// Paints it on as many pages as it takes, black on white, and gives their number; 0: the device
/// cannot be painted on.
int paintDayList(QPagedPaintDevice &device, const DayList &list);
/// As a file; BAD_FILE.
Result<int> writeDayList(const QString &path, const DayList &list);
/// Asks for a printer in a dialog of `parent`.
void askToPrint(const DayList &list, QWidget *parent);
/// Likewise for a file; `done` hears how many pages it has, or why it was not written.
void askToWrite(const DayList &list, const QString &name, QWidget *parent,
                const std::function<void(const Result<int> &)> &done);

} // namespace parking::ui
