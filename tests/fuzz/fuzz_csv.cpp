// Files as people save them from spreadsheets: read as CSV, then as spaces.

#include "base/csv.h"
#include "base/literals.h"
#include "engine/spaces/importsheet.h"
#include "fuzzing.h"

using namespace parking;

namespace {

void readAgain(const QList<CsvRecord> &records)
{
    QByteArray written;
    int line = 0;
    for (const CsvRecord &record : records) {
        fuzz::promise(record.line > line, "lines rise");
        fuzz::promise(!record.fields.isEmpty(), "a record has a field");
        line = record.line;
        written += csvLine(record.fields).toUtf8() + "\n";
    }
    const Result<QList<CsvRecord>> again = parseCsv(written);
    fuzz::promise(again.hasValue() && again->size() == records.size(),
                  "what is written can be read");
    for (qsizetype i = 0; i < records.size(); ++i)
        fuzz::promise((*again)[i].fields == records[i].fields, "fields come back as they were");
}

void plan(const QByteArray &csv)
{
    static const domain::SiteId site = domain::SiteId::create();
    const Result<engine::ImportPlan> first = engine::planImport(csv, {}, site);
    if (!first || !first->result.isGood())
        return;
    fuzz::promise(first->updated.isEmpty(), "an empty site has nothing to update");
    QByteArray exported = csvLine(engine::importColumns()).toUtf8() + "\n";
    for (const domain::Space &space : first->created) {
        fuzz::promise(domain::validate(space).hasValue(), "a space that is created is valid");
        exported += csvLine(engine::exportRow(space)).toUtf8() + "\n";
    }
    const Result<engine::ImportPlan> second = engine::planImport(exported, first->created, site);
    fuzz::promise(second && second->result.isGood(), "what is exported can be imported");
    fuzz::promise(second->created.isEmpty(), "the same spaces are not new");
}

/// In whatever way it is written: what it would do is valid, and what is wrong can be saved.
void preview(const QByteArray &bytes)
{
    const Result<engine::ImportSheet> sheet = engine::readSheet(bytes, {}, {});
    if (!sheet)
        return;
    for (const auto &space : sheet->change.spaces)
        fuzz::promise(space && domain::validate(*space).hasValue(), "what is new is valid");
    const QByteArray wrong =
        engine::csvOfWrong(*sheet, u"why"_s, [](const engine::SheetLine &) { return u"so"_s; });
    const Result<CsvTable> again = parseTable(wrong);
    fuzz::promise(again && again->records.size() == 1 + sheet->count(engine::LineKind::Wrong),
                  "what is wrong is saved line by line");
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const Result<QList<CsvRecord>> records = parseCsv(bytes);
    fuzz::promise(records || !records.error().code.isEmpty(), "an error has a code");
    if (records)
        readAgain(*records);
    plan(bytes);
    preview(bytes);
    return 0;
}
