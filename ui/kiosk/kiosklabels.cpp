#include "kiosk/kiosklabels.h"

#include "base/literals.h"
#include "domain/floornames.h"
#include "domain/localtime.h"

#include <QCoreApplication>
#include <QLocale>

namespace parking::ui::kiosk {

using namespace std::chrono_literals;
using domain::DataAge;
using domain::SignWord;

namespace {

const QChar kNarrowSpace(0x202f);
const QString kDash = u"–"_s;

QString tr(const char *text)
{
    return QCoreApplication::translate("kiosk", text);
}

QString plural(const char *text, int n)
{
    return QCoreApplication::translate("kiosk", text, nullptr, n);
}

QDateTime localOf(const KioskPicture &picture, UtcTime time)
{
    return domain::localOf(time,
                           domain::zoneOf(picture.board ? picture.board->timeZone : QString()));
}

QString ago(Milliseconds age)
{
    const auto seconds = int(std::chrono::duration_cast<std::chrono::seconds>(age).count());
    if (seconds < 1)
        return tr("just now");
    if (seconds < 60)
        return plural(QT_TRANSLATE_N_NOOP("kiosk", "%n seconds ago"), seconds);
    if (seconds < 3600)
        return plural(QT_TRANSLATE_N_NOOP("kiosk", "%n minutes ago"), seconds / 60);
    if (seconds < 86'400)
        return plural(QT_TRANSLATE_N_NOOP("kiosk", "%n hours ago"), seconds / 3600);
    return plural(QT_TRANSLATE_N_NOOP("kiosk", "%n days ago"), seconds / 86'400);
}

QString clockOf(const QDateTime &local)
{
    QString form = QLocale().timeFormat(QLocale::ShortFormat);
    form.remove(u":ss"_s); // the C locale's short form has seconds
    return QLocale().toString(local.time(), form);
}

QString plain(int number)
{
    return QLocale().toString(number);
}

} // namespace

QString place(const KioskPicture &picture)
{
    if (!picture.board)
        return picture.building;
    return picture.board->building.isEmpty() ? picture.board->site : picture.board->building;
}

QString siteName(const KioskPicture &picture)
{
    return picture.board && !picture.board->building.isEmpty() ? picture.board->site : QString();
}

QString clock(const KioskPicture &picture)
{
    if (!picture.isClockKnown || !picture.board)
        return {};
    return clockOf(localOf(picture, picture.now));
}

QString date(const KioskPicture &picture)
{
    if (!picture.isClockKnown || !picture.board)
        return {};
    //: A day on a screen, as Qt writes dates: Monday 14 September
    return QLocale().toString(localOf(picture, picture.now).date(), tr("dddd d MMMM"));
}

QString moment(const KioskPicture &picture, UtcTime time)
{
    const QDateTime local = localOf(picture, time);
    const QString at = clockOf(local);
    if (picture.isClockKnown && local.date() == localOf(picture, picture.now).date())
        return at;
    return tr("%1, %2").arg(QLocale().toString(local.date(), tr("dddd d MMMM")), at);
}

QString heroTitle(const KioskPicture &picture)
{
    switch (picture.age()) {
    case DataAge::Live:
        return tr("Free spaces");
    case DataAge::Old:
        return tr("Free spaces at %1").arg(moment(picture, *picture.asOf));
    case DataAge::Gone:
        break;
    }
    return tr("Free spaces not known");
}

QString heroNumber(const KioskPicture &picture)
{
    return picture.board ? number(picture.board->counts, picture.age()) : kDash;
}

QString heroNote(const KioskPicture &picture)
{
    const DataAge age = picture.age();
    if (age == DataAge::Gone)
        return tr("Please follow the signs");
    if (age == DataAge::Old)
        return tr("Last known number");
    const int unknown = picture.board->counts.unknown();
    return unknown > 0 ? plural(QT_TRANSLATE_N_NOOP("kiosk", "and %n not known"), unknown)
                       : QString();
}

QString bestChoice()
{
    return tr("Best choice");
}

QString title(const KioskPicture &picture, const domain::SignLine &line)
{
    if (line.title.isEmpty())
        return tr("Other spaces");
    const std::optional<int> level = domain::levelOf(line.name);
    const bool isFloor = picture.board && !picture.board->building.isEmpty();
    if (line.title != line.name || !level || !isFloor)
        return line.title;
    if (*level == 0)
        return tr("Ground");
    return *level > 0 ? tr("Level %1").arg(*level) : tr("Basement %1").arg(-*level);
}

QString number(const domain::Counts &counts, DataAge age)
{
    const SignWord word = signWord(counts);
    if (age == DataAge::Gone || word == SignWord::NotKnown || word == SignWord::Empty)
        return kDash;
    return word == SignWord::Full ? tr("Full") : plain(counts.free());
}

QString lineNote(const KioskPicture &picture, const domain::SignLine &line)
{
    const DataAge age = picture.age();
    const SignWord word = signWord(line.counts);
    const int unknown = line.counts.unknown();
    QString note;
    if (age == DataAge::Gone)
        note = plural(QT_TRANSLATE_N_NOOP("kiosk", "%n spaces"), line.counts.total);
    else if (word == SignWord::NearlyFull)
        note = tr("nearly full");
    else if (word == SignWord::Full)
        note = tr("no free space");
    else if (word == SignWord::NotKnown)
        note = tr("not known");
    else if (unknown > 0)
        note = plural(QT_TRANSLATE_N_NOOP("kiosk", "of %n spaces"), line.counts.total) + u" · "_s
            + plural(QT_TRANSLATE_N_NOOP("kiosk", "%n not known"), unknown);
    else
        note = plural(QT_TRANSLATE_N_NOOP("kiosk", "of %n spaces"), line.counts.total);
    const bool isOwn = !picture.ownLine.isEmpty() && line.name == picture.ownLine;
    return isOwn ? tr("You are here") + u" · "_s + note : note;
}

QList<Feature> features(const KioskPicture &picture)
{
    QList<Feature> found;
    if (!picture.board)
        return found;
    const DataAge age = picture.age();
    const auto add = [&](const QString &feature, const QString &word) {
        const auto counts = picture.board->features.constFind(feature);
        if (counts == picture.board->features.cend() || counts->total == 0)
            return;
        const QString told = number(*counts, age);
        const SignWord is = signWord(*counts);
        const bool isNumber =
            age != DataAge::Gone && is != SignWord::Full && is != SignWord::NotKnown;
        found.append({feature, isNumber ? tr("%1 free").arg(told) : told, word, isNumber});
    };
    add(u"accessible"_s, tr("accessible"));
    add(u"charging"_s, tr("charging"));
    if (const auto hours =
            std::chrono::duration_cast<std::chrono::hours>(picture.board->longestStay);
        hours.count() > 0)
        found.append({u"clock"_s,
                      tr("%1 h").arg(plain(int(hours.count()))).replace(u' ', kNarrowSpace),
                      tr("longest stay")});
    return found;
}

QString banner(const KioskPicture &picture)
{
    const DataAge age = picture.age();
    if (age == DataAge::Live)
        return {};
    if (!picture.asOf || !picture.board)
        return tr("No live data. Please follow the signs.");
    const QString since = moment(picture, *picture.asOf);
    return age == DataAge::Old
        ? tr("No live data since %1. Numbers may be out of date, please follow the signs.")
              .arg(since)
        : tr("No live data since %1. Please follow the signs.").arg(since);
}

QString footer(const KioskPicture &picture)
{
    if (!picture.asOf || !picture.board)
        return tr("No data yet");
    const Milliseconds age = picture.now - *picture.asOf;
    if (!picture.isClockKnown || age < -5s)
        return tr("Last update %1").arg(moment(picture, *picture.asOf));
    return picture.age() == DataAge::Live ? tr("Updated %1").arg(ago(age))
                                          : tr("Last update %1").arg(ago(age));
}

QString footerNote(const KioskPicture &picture)
{
    if (picture.age() == DataAge::Live)
        return tr("Spaces can fill while you drive");
    if (!picture.tryingAgainIn)
        return tr("Waiting for the sensors’ data");
    return *picture.tryingAgainIn > 0
        ? plural(QT_TRANSLATE_N_NOOP("kiosk", "Trying again in %n seconds"), *picture.tryingAgainIn)
        : tr("Trying again now");
}

QString nothing(const KioskPicture &picture)
{
    if (!picture.board || !picture.board->lines.isEmpty())
        return {};
    return picture.building.isEmpty() ? tr("There are no spaces here yet")
                                      : tr("There are no spaces in “%1”").arg(picture.building);
}

} // namespace parking::ui::kiosk
