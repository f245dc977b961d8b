#pragma once

#include "store/table.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// Which tables and columns an archive holds, and what becomes of each when it is redacted.
/// tst_archivetables holds the list against the schema, so that no new column is forgotten.
namespace parking::archive {

/// What was asked for; Site is always in.
enum class Part : quint8 { Site, Readings, Bookings, Downlinks, Alarms, Pictures };
inline constexpr Part kOptionalParts[] = {Part::Readings, Part::Bookings, Part::Downlinks,
                                          Part::Alarms, Part::Pictures};
QString nameOf(Part part); ///< "readings"
std::optional<Part> partFromString(QStringView text);

enum class Rule : quint8 {
    Keep,
    LeaveOut, ///< the column's default stands there
    Person, ///< of a person: kept with --with bookings alone
    Pseudonym, ///< redacted: the same value becomes the same other one, within one archive
    OfPictures, ///< kept with --with pictures alone
};

struct ColumnRule {
    const char *name;
    store::Type type = store::Type::Text;
    Rule rule = Rule::Keep;
    Rule redacted = Rule::Keep; ///< with --redact, where `rule` lets it in at all
};

/// Where the rows of a table are chosen; SQL with :from, :to and :building.
struct TableRule {
    const char *name;
    Part part;
    QList<ColumnRule> columns;
    const char *where; ///< of all rows that belong to the period
    const char *inBuilding; ///< AND this, when one building is asked for; empty: nothing
    const char *order; ///< of the rows, the same at each export
};

/// In the order in which they are written: what is pointed to comes first.
const QList<TableRule> &archivedTables();
/// The station's own work: positions, letters, reports. No archive holds a row of these.
QStringList tablesLeftOut();

/// What becomes of a column; never Pseudonym unless redacted.
Rule ruleFor(const ColumnRule &column, const QList<Part> &parts, bool isRedacted);

} // namespace parking::archive
