#pragma once

#include "base/result.h"

#include <QList>
#include <QStringList>

namespace parking {

/// One record of a CSV file and the line at which it begins (from 1).
struct CsvRecord {
    int line = 0;
    QStringList fields;
};

/// RFC 4180 with what spreadsheets make of it: UTF-8 with or without a byte order mark, comma or
/// semicolon (whichever the first line has more of outside of quotes), CRLF or LF, quoted fields
/// over several lines. Empty lines are left out. Errors: BAD_CSV with the line (bad UTF-8, a quote
/// without its end).
Result<QList<CsvRecord>> parseCsv(const QByteArray &bytes);

/// One line with quotes where they are needed, without the line's end.
QString csvLine(const QStringList &fields);

} // namespace parking
