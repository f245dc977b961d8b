#include "review/reviewlabels.h"

#include "base/literals.h"
#include "labels.h"
#include "shownzone.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::labels {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("review", text);
}

QString exactly(Milliseconds length)
{
    const qint64 minutes = length.count() / 60'000;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    if (minutes < 24 * 60)
        return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return tr("%1 d %2 h").arg(minutes / (24 * 60)).arg(minutes / 60 % 24);
}

} // namespace

QString period(UtcTime from, UtcTime to)
{
    const QDate first = local(from).date();
    const QDate last = local(to - Milliseconds(1)).date();
    const QLocale locale;
    const QString whole = tr("d MMM yyyy");
    if (first == last)
        return locale.toString(first, whole);
    if (first.year() == last.year() && first.month() == last.month())
        return tr("%1 to %2").arg(QString::number(first.day()), locale.toString(last, whole));
    return tr("%1 to %2")
        .arg(locale.toString(first, first.year() == last.year() ? tr("d MMM") : whole),
             locale.toString(last, whole));
}

QString nothingRecorded(Milliseconds length)
{
    return tr("Nothing recorded for %1").arg(exactly(length));
}

QString placeOf(const domain::RecordingGap &gap)
{
    const bool isOneDay = local(gap.from).date() == local(gap.to).date();
    const QString when =
        tr("%1 – %2").arg(dayAndClock(gap.from), isOneDay ? clock(gap.to) : dayAndClock(gap.to));
    const QString why = gap.problem.isEmpty()
        ? tr("no sensor was heard")
        : tr("the station said: %1").arg(gap.problem.toLower().replace(u'_', u' '));
    return tr("%1 · %2").arg(when, why);
}

QString refusal(const Error &error)
{
    const QString reason = error.details.value(u"reason").toString();
    const QString file = error.details.value(u"file").toString();
    if (reason == u"NOT_FOUND")
        return tr("%1 is not there, or cannot be read.").arg(file);
    if (reason == u"NOT_ARCHIVE")
        return tr("%1 is no archive of Smart Parking. Archives are made by parkctl export.")
            .arg(file);
    if (reason == u"NEWER")
        return tr("%1 was made by a newer version of Smart Parking. Open it with that one.")
            .arg(file);
    if (reason == u"OLDER")
        return tr("%1 was made by an older version of Smart Parking. Open it with that one, or "
                  "make the archive anew.")
            .arg(file);
    if (reason == u"FOREIGN")
        return tr("%1 holds what no archive of Smart Parking holds. It is not opened: somebody may "
                  "have changed it. Ask for another copy.")
            .arg(file);
    return tr("%1 is damaged, so that nothing of it can be shown. Take another copy, or make the "
              "archive anew.")
        .arg(file);
}

} // namespace parking::ui::labels
