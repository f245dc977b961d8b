#pragma once

#include "base/result.h"

#include <QList>
#include <QStringList>

#include <limits>

namespace parking {

/// One record of a CSV file and the line at which it begins (from 1).
struct CsvRecord {
    int line = 0;
    QStringList fields;
};

/// The records of a file and what separates their fields.
struct CsvTable {
    QChar separator = u',';
    QList<CsvRecord> records;
};

inline constexpr int kMostFields = 5'000'000;

/// RFC 4180 with what spreadsheets make of it: UTF-8 with or without a byte order mark, comma or
/// semicolon (whichever the first line has more of outside of quotes, or what a first line "sep=;"
/// names; there also a tab or a bar), CRLF, LF or CR, quoted fields over several lines. Records in
/// which nothing stands are left out. Errors: BAD_CSV with the line (bad UTF-8, a quote without its
/// end, more than `most` records or kMostFields fields: no file takes all memory).
Result<CsvTable> parseTable(const QByteArray &bytes, int most = std::numeric_limits<int>::max());
Result<QList<CsvRecord>> parseCsv(const QByteArray &bytes); ///< its records

/// One line with quotes where they are needed, without the line's end.
QString csvLine(const QStringList &fields, QChar separator = u',');

/// A field that spreadsheets show as it is: one that they would run (it begins with = + - @, also
/// the wide ones, a tab or a line break) gets a ' in front.
QString disarmedField(const QString &field);
/// What such a field was.
QString armedField(const QString &field);

} // namespace parking
