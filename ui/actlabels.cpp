#include "actlabels.h"

#include "base/literals.h"
#include "domain/settingacts.h"
#include "labels.h"
#include "timelabels.h"

namespace parking::ui::labels {

using domain::Act;
using domain::ActDifference;
using domain::ActSubject;
using domain::ActVerb;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::Acts", text);
}

struct FieldName {
    const char *field;
    const char *words;
};

// What a person calls a field; another one is shown by its own name.
constexpr FieldName kFields[] = {
    {"code", QT_TRANSLATE_NOOP("parking::ui::Acts", "code")},
    {"name", QT_TRANSLATE_NOOP("parking::ui::Acts", "name")},
    {"building", QT_TRANSLATE_NOOP("parking::ui::Acts", "building")},
    {"floor", QT_TRANSLATE_NOOP("parking::ui::Acts", "floor")},
    {"zone", QT_TRANSLATE_NOOP("parking::ui::Acts", "zone")},
    {"sensor", QT_TRANSLATE_NOOP("parking::ui::Acts", "sensor")},
    {"lamp", QT_TRANSLATE_NOOP("parking::ui::Acts", "lamp")},
    {"features", QT_TRANSLATE_NOOP("parking::ui::Acts", "features")},
    {"placement", QT_TRANSLATE_NOOP("parking::ui::Acts", "place on the plan")},
    {"position", QT_TRANSLATE_NOOP("parking::ui::Acts", "position")},
    {"metadata", QT_TRANSLATE_NOOP("parking::ui::Acts", "other data")},
    {"title", QT_TRANSLATE_NOOP("parking::ui::Acts", "title")},
    {"level", QT_TRANSLATE_NOOP("parking::ui::Acts", "level")},
    {"size", QT_TRANSLATE_NOOP("parking::ui::Acts", "size")},
    {"picture", QT_TRANSLATE_NOOP("parking::ui::Acts", "picture")},
    {"plan", QT_TRANSLATE_NOOP("parking::ui::Acts", "plan")},
    {"type", QT_TRANSLATE_NOOP("parking::ui::Acts", "type")},
    {"fPort", QT_TRANSLATE_NOOP("parking::ui::Acts", "port")},
    {"confirmed", QT_TRANSLATE_NOOP("parking::ui::Acts", "acknowledgement asked for")},
    {"retired", QT_TRANSLATE_NOOP("parking::ui::Acts", "out of use")},
    {"start", QT_TRANSLATE_NOOP("parking::ui::Acts", "start")},
    {"end", QT_TRANSLATE_NOOP("parking::ui::Acts", "end")},
    {"space", QT_TRANSLATE_NOOP("parking::ui::Acts", "space")},
    {"contact", QT_TRANSLATE_NOOP("parking::ui::Acts", "contact")},
    {"email", QT_TRANSLATE_NOOP("parking::ui::Acts", "e-mail")},
    {"phone", QT_TRANSLATE_NOOP("parking::ui::Acts", "phone")},
    {"plate", QT_TRANSLATE_NOOP("parking::ui::Acts", "plate")},
    {"reason", QT_TRANSLATE_NOOP("parking::ui::Acts", "reason")},
    {"timeZone", QT_TRANSLATE_NOOP("parking::ui::Acts", "time zone")},
};

QString nameOf(const QString &field)
{
    for (const FieldName &known : kFields) {
        if (field == QLatin1StringView(known.field))
            return tr(known.words);
    }
    return field;
}

/// Moments as clocks show them here, devices by the digits that tell them apart.
QString valueOf(const QString &field, const QString &value)
{
    if (value.isEmpty())
        return tr("none");
    if (field == u"start" || field == u"end" || field == u"retired") {
        const std::optional<UtcTime> time = fromIso(value);
        return time ? dayAndClock(*time) : value;
    }
    const bool isDevice = field == u"sensor" || field == u"lamp";
    return isDevice && value.size() == 16 ? value.right(4).toUpper() : value;
}

QString bookingWords(const Act &act)
{
    switch (act.verb) {
    case ActVerb::Made:
        return act.differences.size() < 2 ? tr("booked")
                                          : tr("booked from %1 to %2")
                                                .arg(valueOf(u"start"_s, act.differences[0].after),
                                                     valueOf(u"end"_s, act.differences[1].after));
    case ActVerb::Cancelled:
        return tr("booking cancelled");
    case ActVerb::Ended:
        return tr("booking ended early");
    case ActVerb::Restored:
        return tr("booking restored");
    default:
        return tr("booking changed: %1").arg(differences(act.differences));
    }
}

/// A setting of the site, or of one computer; or messages that were set aside.
QString siteWords(const Act &act)
{
    const QString what = differences(act.differences);
    if (act.name == domain::kDeadLetters) {
        const ActDifference count = act.differences.value(0);
        const int number = (act.verb == ActVerb::Deleted ? count.before : count.after).toInt();
        return act.verb == ActVerb::Deleted ? QCoreApplication::translate(
                   "parking::ui::Acts", "%n set-aside messages deleted", nullptr, number)
            : act.verb == ActVerb::Restored
            ? QCoreApplication::translate("parking::ui::Acts", "%n deleted messages put back",
                                          nullptr, number)
            : QCoreApplication::translate(
                "parking::ui::Acts", "%n set-aside messages to be tried again", nullptr, number);
    }
    return act.name == act.row ? tr("setting %1").arg(what)
                               : tr("setting at %1: %2").arg(act.name, what);
}

QString verbWords(const Act &act)
{
    switch (act.verb) {
    case ActVerb::Made:
        return act.differences.isEmpty() ? tr("added")
                                         : tr("added, %1").arg(differences(act.differences));
    case ActVerb::Deleted:
        return tr("deleted");
    case ActVerb::Restored:
        return tr("brought back");
    default:
        return differences(act.differences);
    }
}

} // namespace

QString difference(const ActDifference &difference)
{
    const QString name = nameOf(difference.field);
    if (!difference.isTold())
        return tr("%1 changed").arg(name);
    return tr("%1 %2 → %3")
        .arg(name, valueOf(difference.field, difference.before),
             valueOf(difference.field, difference.after));
}

QString differences(const QList<ActDifference> &differences)
{
    QStringList words;
    for (const ActDifference &one : differences)
        words.append(difference(one));
    return words.join(u", "_s);
}

QString act(const Act &act, const QString &code)
{
    QString words;
    switch (act.subject) {
    case ActSubject::Booking:
        words = bookingWords(act);
        break;
    case ActSubject::Alarm:
        words = act.verb == ActVerb::Withdrawn ? tr("acknowledgement withdrawn: %1").arg(code)
                                               : tr("acknowledged: %1").arg(code);
        break;
    case ActSubject::Site:
        words = siteWords(act);
        break;
    case ActSubject::Floor:
        words = tr("floor %1: %2").arg(act.name, verbWords(act));
        break;
    case ActSubject::Device:
        words = verbWords(act);
        break;
    case ActSubject::Space:
        words = code.isEmpty() ? tr("%1: %2").arg(act.name, verbWords(act)) : verbWords(act);
        break;
    }
    if (act.others > 0)
        words = QCoreApplication::translate("parking::ui::Acts", "%1, and %n others at once",
                                            nullptr, act.others)
                    .arg(words);
    return words;
}

QString meanwhile(const std::optional<Act> &last, const QList<ActDifference> &differences,
                  UtcTime now)
{
    const QString what = labels::differences(differences);
    if (!last)
        return tr("Somebody changed it meanwhile: %1.").arg(what);
    const QString who = last->actor.isEmpty() ? tr("Somebody") : last->actor;
    return tr("%1 changed it %2: %3.").arg(who, ago(now - last->time), what);
}

QString clash(const QList<ActDifference> &clashes)
{
    QStringList words;
    for (const ActDifference &one : clashes) {
        if (one.isTold())
            words.append(tr("Both of you changed the %1: theirs is %2, yours %3.")
                             .arg(nameOf(one.field), valueOf(one.field, one.before),
                                  valueOf(one.field, one.after)));
        else
            words.append(tr("Both of you changed the %1.").arg(nameOf(one.field)));
    }
    return words.join(u' ');
}

} // namespace parking::ui::labels
