#pragma once

#include "base/tabletext.h"
#include "domain/importresult.h"
#include "domain/spaceschange.h"

#include <QHash>
#include <QSet>

/// A table of spaces as people have it (any language, any separator): how it is to be read, and
/// what it would do line by line. Made by engine/spaces/importsheet.h.
namespace parking::domain {

/// How the file is to be read; what is empty is guessed.
struct SheetForm {
    std::optional<TextCoding> coding = {};
    std::optional<QChar> separator = {};
    bool hasHeader = true;
    QHash<int, QString> columns = {}; ///< by place; what it is, empty: left out
    QSet<QString> newFloors = {}; ///< floorKey()s that may be made

    bool operator==(const SheetForm &) const = default;
};

struct SheetColumn {
    QString name; ///< in the file; empty: it has none
    QString column; ///< that it means; empty: it is left out
};

/// Why a line cannot be taken.
enum class LineFault : quint8 {
    None,
    NoCodeColumn, ///< nobody said which one it is
    NoCode,
    CodeTwice, ///< `line` has it too
    Formula,
    NoEui,
    NoNumber,
    HalfPosition, ///< latitude and longitude go together
    HalfPlacement, ///< x and y do
    DeviceTwice, ///< `line` has it too
    DeviceTaken, ///< by `other`, a space that keeps it
    Beyond, ///< a field that stands under no name, right of the header
    NoBuilding, ///< is named, and several have such a floor
    NoFloor, ///< of that name, at this site
    NotAllowed, ///< `other`: the rule
};

struct LineProblem {
    LineFault fault = LineFault::None;
    QString column = {}; ///< that it is about; empty: the line as a whole
    QString value = {}; ///< what stands there
    QString other = {};
    int line = 0;

    bool operator==(const LineProblem &) const = default;
};

enum class LineKind : quint8 { New, Changed, Same, Wrong };

struct SheetLine {
    int line = 0; ///< of the file
    LineKind kind = LineKind::Same;
    QString code = {};
    QString sensor = {}; ///< of a new one; empty: it has none
    QStringList fields = {}; ///< as they stand in the file; a short line has fewer than columns
    QSet<int> changed = {}; ///< places of those that change something
    QList<ImportChange::Difference> differences = {};
    int wrong = -1; ///< the place of the field that is wrong; -1: the line as a whole
    LineProblem problem = {};
};

struct ImportSheet {
    TextCoding coding = TextCoding::Utf8;
    QChar separator = u',';
    bool hasHeader = true;
    QList<SheetColumn> columns;
    QList<SheetLine> lines;
    QList<SitePlace> missingFloors; ///< that lines name, by the order of the file
    SpacesChange expected; ///< what stood when it was read
    SpacesChange change; ///< of the new and the changed ones

    int count(LineKind kind) const;
    bool hasCode() const; ///< somebody, or the header, says which column it is
};

QString floorKey(const SitePlace &place);

} // namespace parking::domain
