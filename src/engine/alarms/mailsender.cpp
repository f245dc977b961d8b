#include "engine/alarms/mailsender.h"

#include "base/literals.h"
#include "domain/alarm.h"

namespace parking::engine {

namespace {

using domain::AlarmNotice;
using domain::NoticeEvent;

QString headOf(const AlarmNotice &notice)
{
    const QString text = notice.content.value(u"text").toString();
    if (notice.event == NoticeEvent::Cleared)
        return u"Over: "_s + text;
    QString level = notice.content.value(u"alarm")[u"level"].toString();
    if (!level.isEmpty())
        level[0] = level[0].toUpper();
    return (level.isEmpty() ? QString() : level + u": "_s) + text;
}

/// "2026-03-02 14:05 UTC"
QString shown(const QJsonValue &iso)
{
    const std::optional<UtcTime> time = fromIso(iso.toString());
    return time ? toIso(*time).left(16).replace(u'T', u' ') + u" UTC"_s : u"not known"_s;
}

QString paragraphOf(const AlarmNotice &notice)
{
    const QJsonObject alarm = notice.content.value(u"alarm").toObject();
    QString text = headOf(notice) + u"\n  since "_s + shown(alarm.value(u"since")) + u", raised "_s
        + shown(alarm.value(u"raisedAt"));
    if (notice.event == NoticeEvent::Cleared)
        text += u", over "_s + shown(alarm.value(u"clearedAt"));
    if (notice.event == NoticeEvent::Renewed)
        text += u"\n  More joined since somebody acknowledged it."_s;
    return text + u'\n';
}

} // namespace

mail::Message mailOf(const QList<AlarmNotice> &notices, const MailOptions &options, UtcTime now)
{
    mail::Message mail{.from = options.from, .to = options.to, .date = now};
    if (notices.isEmpty())
        return mail;
    if (const QStringList owed = domain::owedTo(notices.first()); !owed.isEmpty())
        mail.to.removeIf([&owed](const QString &address) { return !owed.contains(address); });
    QByteArray ids;
    QStringList paragraphs;
    for (const AlarmNotice &notice : notices) {
        ids += notice.id.toString().toLatin1();
        paragraphs.append(paragraphOf(notice));
    }
    mail.id = notices.size() == 1
        ? notices.first().id.toString()
        : QUuid::createUuidV5(notices.first().id.uuid(), ids).toString(QUuid::WithoutBraces);
    const QString site = notices.first().content.value(u"site").toString();
    mail.subject = (site.isEmpty() ? QString() : u"["_s + site + u"] "_s) + headOf(notices.first())
        + (notices.size() > 1 ? u" (and %1 more)"_s.arg(notices.size() - 1) : QString());
    mail.text = paragraphs.join(u'\n')
        + u"\nSmart Parking sent this as it was found. Whoever has seen it can say so in the "
          "window or by parkctl alarms ack.\n"_s;
    return mail;
}

MailSender::MailSender(MailOptions options, QObject *parent)
    : NoticeSender(parent), m_options(std::move(options)), m_smtp(m_options.smtp)
{
}

void MailSender::send(const QList<AlarmNotice> &notices, UtcTime now, Done done)
{
    using enum Delivery::Outcome;
    const mail::Message mail = mailOf(notices, m_options, now);
    if (mail.to.isEmpty()) { // who was owed it is no receiver any more
        QMetaObject::invokeMethod(
            this, [done] { done({.outcome = PutOff}); }, Qt::QueuedConnection);
        return;
    }
    const bool isRest = !notices.isEmpty() && !domain::owedTo(notices.first()).isEmpty();
    m_smtp.send(mail, [done, isRest, mail](const mail::SmtpOutcome &outcome) {
        const bool isForRest = isRest && (outcome.isRefused || !outcome.putOff.isEmpty());
        done({.outcome = outcome.wasTaken ? Taken
                  : isForRest             ? PutOff
                  : outcome.isRefused     ? Refused
                                          : Away,
              .problem = outcome.problem,
              // A mail that was not taken for those whom the server would take is owed to them too.
              .owed = outcome.wasTaken || outcome.isRefused ? outcome.putOff
                  : isForRest                               ? mail.to
                                                            : QStringList()});
    });
}

} // namespace parking::engine
