#include "devices/chartcontent.h"

#include "base/csv.h"
#include "base/literals.h"
#include "labels.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMap>

#include <algorithm>
#include <cmath>

namespace parking::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::ChartView", text);
}

/// With its year: a table may hold several.
QString momentOf(UtcTime time)
{
    return tr("%1, %2").arg(
        QLocale().toString(toDateTime(time).toLocalTime().date(), tr("d MMM yyyy")),
        labels::clock(time));
}

/// By time, what each line had then.
QMap<UtcTime, QList<std::optional<domain::Band>>> byTime(const ChartContent &content)
{
    QMap<UtcTime, QList<std::optional<domain::Band>>> rows;
    for (qsizetype line = 0; line < content.lines.size(); ++line) {
        for (const auto &piece : content.lines[line].pieces) {
            for (const domain::Band &band : piece) {
                auto &row = rows[band.time];
                row.resize(content.lines.size());
                row[line] = band;
            }
        }
    }
    return rows;
}

} // namespace

std::pair<double, double> valueRange(const ChartContent &content)
{
    double low = content.least;
    double high = content.most;
    bool isKnown = content.least != content.most;
    const auto hold = [&](double value) {
        low = isKnown ? std::min(low, value) : value;
        high = isKnown ? std::max(high, value) : value;
        isKnown = true;
    };
    for (const ChartLine &line : content.lines) {
        for (const auto &piece : line.pieces) {
            for (const domain::Band &band : piece) {
                hold(band.low);
                hold(band.high);
            }
        }
    }
    for (const domain::LossBar &bar : content.bars)
        hold(100 * bar.share().value_or(0));
    if (content.limit)
        hold(content.limit->value);
    if (content.fromZero)
        hold(0);
    return {low, high};
}

std::optional<domain::Band> bandAt(const ChartLine &line, UtcTime time, Milliseconds reach)
{
    const auto distance = [time](const domain::Band &band) {
        return std::chrono::abs(band.time - time);
    };
    for (const QList<domain::Band> &piece : line.pieces) {
        if (piece.isEmpty() || time < piece.first().time - reach
            || time > piece.last().time + reach)
            continue;
        return *std::min_element(piece.cbegin(), piece.cend(),
                                 [&distance](const domain::Band &a, const domain::Band &b) {
                                     return distance(a) < distance(b);
                                 });
    }
    return std::nullopt;
}

QStringList tableHead(const ChartContent &content)
{
    QStringList head{tr("Time")};
    if (!content.bars.isEmpty())
        return head << tr("Arrived") << tr("Lost") << tr("Share lost");
    for (const ChartLine &line : content.lines)
        head.append(line.name.isEmpty() ? tr("Value") : line.name);
    return head;
}

QList<QStringList> tableOf(const ChartContent &content)
{
    QList<QStringList> rows;
    for (const domain::LossBar &bar : content.bars)
        rows.append({momentOf(bar.from), labels::number(bar.received), labels::number(bar.lost),
                     labels::percent(bar.share().value_or(0))});
    const auto times = byTime(content);
    for (auto it = times.begin(); it != times.end(); ++it) {
        QStringList row{momentOf(it.key())};
        for (const auto &band : it.value()) {
            if (!band)
                row.append(QString());
            else if (band->low == band->high)
                row.append(content.format(band->mean));
            else
                row.append(tr("%1 (%2 to %3)")
                               .arg(content.format(band->mean), content.format(band->low),
                                    content.format(band->high)));
        }
        rows.append(row);
    }
    return rows;
}

QByteArray csvOf(const ChartContent &content)
{
    QStringList head{u"time"_s};
    QByteArray csv;
    const auto add = [&csv](const QStringList &fields) { csv += csvLine(fields).toUtf8() + '\n'; };
    if (!content.bars.isEmpty()) {
        add({u"from"_s, u"to"_s, u"received"_s, u"lost"_s});
        for (const domain::LossBar &bar : content.bars)
            add({toIso(bar.from), toIso(bar.to), QString::number(bar.received),
                 QString::number(bar.lost)});
        return csv;
    }
    for (const ChartLine &line : content.lines) {
        const QString name = line.name.isEmpty() ? u"value"_s : line.name;
        head << disarmedField(name) << disarmedField(name + u" low"_s)
             << disarmedField(name + u" high"_s);
    }
    add(head);
    const auto times = byTime(content);
    for (auto it = times.begin(); it != times.end(); ++it) {
        QStringList row{toIso(it.key())};
        for (const auto &band : it.value()) {
            for (const auto part : {&domain::Band::mean, &domain::Band::low, &domain::Band::high})
                row.append(band ? QString::number((*band).*part, 'g', 6) : QString());
        }
        add(row);
    }
    return csv;
}

} // namespace parking::ui
