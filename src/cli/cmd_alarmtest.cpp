// parkctl alarms test-mail|test-webhook|notices: do alarms reach people?

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/cmd_alarms.h"
#include "domain/problems.h"
#include "settings/engineoptions.h"
#include "store/noticestore.h"

#include <QEventLoop>
#include <QJsonArray>

namespace parking::cli {

namespace {

using domain::AlarmNotice;
using engine::Delivery;

/// As an alarm goes out, and no alarm.
AlarmNotice testNotice(domain::Outlet outlet)
{
    AlarmNotice notice{.id = domain::NoticeId::create(), .outlet = outlet, .madeAt = systemNow()};
    notice.content = {{u"id"_s, notice.id.toString()},
                      {u"event"_s, u"test"_s},
                      {u"site"_s, QString()},
                      {u"time"_s, toIso(notice.madeAt)},
                      {u"text"_s, u"A test of Smart Parking's alarms; nothing is wrong"_s}};
    return notice;
}

Delivery tryOut(engine::NoticeSender &sender, const AlarmNotice &notice)
{
    QEventLoop loop;
    Delivery told;
    sender.send({notice}, notice.madeAt, [&](const Delivery &delivery) {
        told = delivery;
        loop.quit();
    });
    loop.exec();
    return told;
}

Error notSet(const QString &key)
{
    return {problem::kConfiguration, u"%1 is not set: nothing goes out this way"_s.arg(key)};
}

QString outcomeOf(const AlarmNotice &notice)
{
    if (notice.sentAt)
        return u"taken %1"_s.arg(toIso(*notice.sentAt));
    if (notice.givenUpAt)
        return u"given up %1"_s.arg(toIso(*notice.givenUpAt));
    return u"waits"_s;
}

} // namespace

int testOutlet(const Parser &parser, const settings::Settings &settings, bool byMail)
{
    const engine::OutletOptions options = settings::outletOptions(settings);
    std::unique_ptr<engine::NoticeSender> sender;
    if (byMail && options.mail)
        sender = std::make_unique<engine::MailSender>(*options.mail);
    else if (!byMail && options.webhook)
        sender = std::make_unique<engine::WebhookSender>(*options.webhook);
    else
        return fail(notSet(byMail ? u"ALARM_MAIL_TO"_s : u"ALARM_WEBHOOK_URL"_s));
    const AlarmNotice notice = testNotice(byMail ? domain::Outlet::Mail : domain::Outlet::Webhook);
    const Delivery told = tryOut(*sender, notice);
    const bool wasTaken = told.outcome == Delivery::Outcome::Taken;
    if (parser.isSet(u"json"_s))
        printJson({{u"id"_s, notice.id.toString()},
                   {u"taken"_s, wasTaken},
                   {u"problem"_s, told.problem}});
    if (!wasTaken)
        return parser.isSet(u"json"_s)
            ? int(kFailed)
            : fail({byMail ? problem::kMailFails : problem::kWebhookFails, told.problem});
    if (parser.isSet(u"json"_s))
        return kOk;
    print(u"%1 took the test, %2"_s.arg(byMail ? u"the mail server"_s : u"the receiver"_s,
                                        notice.id.toString()));
    if (!told.problem.isEmpty())
        complain(told.problem);
    return kOk;
}

int listNotices(const Parser &parser, store::Database &database, int limit)
{
    const auto notices = store::NoticeStore(database).recent(limit);
    if (!notices)
        return fail(notices.error());
    QJsonArray rows;
    for (const AlarmNotice &notice : *notices) {
        rows.append(QJsonObject{
            {u"id"_s, notice.id.toString()},
            {u"outlet"_s, domain::nameOf(notice.outlet)},
            {u"alarm"_s, notice.alarm.toString()},
            {u"event"_s, domain::nameOf(notice.event)},
            {u"madeAt"_s, toIso(notice.madeAt)},
            {u"attempts"_s, notice.attempts},
            {u"problem"_s, notice.problem},
            {u"sentAt"_s, notice.sentAt ? QJsonValue(toIso(*notice.sentAt)) : QJsonValue()},
            {u"givenUpAt"_s,
             notice.givenUpAt ? QJsonValue(toIso(*notice.givenUpAt)) : QJsonValue()}});
        if (!parser.isSet(u"json"_s))
            print(u"%1  %2  %3  %4  %5%6"_s.arg(
                notice.id.toString(), toIso(notice.madeAt),
                domain::nameOf(notice.outlet).leftJustified(7),
                domain::nameOf(notice.event).leftJustified(7), outcomeOf(notice),
                notice.problem.isEmpty() ? QString() : u": "_s + plainText(notice.problem)));
    }
    if (parser.isSet(u"json"_s))
        printJson({{u"notices"_s, rows}});
    else
        print(u"%1 notices"_s.arg(notices->size()));
    return kOk;
}

} // namespace parking::cli
