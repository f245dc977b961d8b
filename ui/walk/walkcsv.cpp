#include "walk/walkcsv.h"

#include "base/csv.h"
#include "base/literals.h"
#include "walk/walklabels.h"

namespace parking::ui {

namespace {

QStringList fieldsOf(const WalkLine &line)
{
    if (!line.entry)
        return {disarmedField(line.code), {}, {}, {}, {}, {}};
    QStringList byHand;
    for (const domain::WalkStep step : domain::kAllWalkSteps) {
        if (line.entry->byHand.contains(step))
            byHand.append(domain::nameOf(step));
    }
    const QString open =
        line.entry->isWhole ? QString() : labels::openPoints(*line.entry, line.hasLamp);
    return {disarmedField(line.code),
            line.entry->isWhole ? u"yes"_s : u"no"_s,
            disarmedField(open),
            byHand.join(u' '),
            disarmedField(line.entry->note),
            line.entry->at ? toIso(*line.entry->at) : QString()};
}

} // namespace

QByteArray walkCsv(const QList<WalkLine> &lines)
{
    QString csv =
        csvLine({u"space"_s, u"works"_s, u"open"_s, u"seen_by_hand"_s, u"note"_s, u"at"_s}) + u'\n';
    for (const WalkLine &line : lines)
        csv += csvLine(fieldsOf(line)) + u'\n';
    return csv.toUtf8();
}

} // namespace parking::ui
