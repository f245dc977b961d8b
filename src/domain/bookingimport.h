#pragma once

#include "domain/booking.h"

/// Bookings that come from a file: what was read, and what becomes of it.
namespace parking::domain {

inline constexpr int kBookingImportMost = 10'000; ///< bookings that one file may bring

/// What is wrong with one line of a CSV file, or one event of a calendar.
struct BookingImportProblem {
    int line = 0; ///< from 1; where the event begins
    QString uid; ///< of the event; empty: none
    QString code; ///< a code of domain/problems.h, that of the rule where one is broken
    QString text; ///< in English; says nothing of other people's bookings but when they are

    bool operator==(const BookingImportProblem &) const = default;
};

/// One booking that the file asks for.
struct BookingImportRow {
    int line = 0;
    QString uid = {};
    BookingId id = {}; ///< that it had where it was exported; null: none
    QString requestId = {}; ///< made of the event's UID, so that it is not made twice; empty: none
    BookingDraft draft = {};

    bool operator==(const BookingImportRow &) const = default;
};

/// What a file says.
struct BookingImportPlan {
    QList<BookingImportRow> rows;
    int skipped = 0; ///< history (cancelled, completed), which no import makes
    QList<BookingImportProblem> problems;

    bool operator==(const BookingImportPlan &) const = default;
};

/// What an import would do, or did.
struct BookingImportResult {
    QList<Booking> created;
    int unchanged = 0; ///< are there already
    int skipped = 0;
    QList<BookingImportProblem> problems; ///< by line; not empty: nothing was written

    bool isGood() const { return problems.isEmpty(); }
};

/// The code of the rule that is broken, or else the error's own.
inline QString ruleOf(const Error &error)
{
    const QString rule = error.details.value(QStringLiteral("rule")).toString();
    return rule.isEmpty() ? error.code : rule;
}

} // namespace parking::domain
