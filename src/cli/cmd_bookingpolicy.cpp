// parkctl bookings policy [KEY=VALUE ...]: how a site books.

#include "base/literals.h"
#include "base/plaintext.h"
#include "cli/bookingdesk.h"
#include "domain/errors.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

namespace {

/// A number, a list, an object; a list of words may stand between commas.
QJsonValue valueOf(const QString &text, bool isList)
{
    const QJsonDocument json = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
    if (json.isArray() && json.array().size() == 1)
        return json.array().first();
    if (!isList)
        return text;
    QJsonArray words;
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts))
        words.append(word.trimmed());
    return words;
}

Result<domain::BookingPolicy> changed(const domain::BookingPolicy &policy, const QStringList &pairs)
{
    QJsonObject json = domain::toJson(policy);
    for (const QString &pair : pairs) {
        const QString key = pair.section(u'=', 0, 0);
        if (!pair.contains(u'=') || !json.contains(key))
            return domain::errors::validation(
                key, u"unknown; known are %1"_s.arg(json.keys().join(u", "_s)));
        json.insert(key, valueOf(pair.section(u'=', 1), json.value(key).isArray()));
    }
    return domain::parseBookingPolicy({{u"bookings"_s, json}});
}

QString shown(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toInteger());
    const QJsonDocument json =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

} // namespace

QStringList policyWords(QStringList words)
{
    const QJsonObject known = domain::toJson(domain::BookingPolicy());
    for (qsizetype i = 0; words.contains(u"policy"_s) && i + 1 < words.size(); ++i) {
        if (words[i] == u"--set" && known.contains(words[i + 1].section(u'=', 0, 0)))
            words.removeAt(i);
    }
    return words;
}

int bookingPolicy(const BookingDesk &desk, const QStringList &pairs)
{
    domain::BookingPolicy policy = desk.rules.bookings;
    if (!pairs.isEmpty()) {
        const auto wanted = changed(policy, pairs);
        if (!wanted)
            return refuse(wanted.error());
        policy = *wanted;
        const Result<> done = store::transact(desk.database, [&] {
            return engine::storeBookingPolicy(desk.database, policy, desk.actor(), systemNow());
        });
        if (!done)
            return refuse(done.error());
        engine::tellLayoutChanged(desk.database);
    }
    const QJsonObject json = domain::toJson(policy);
    if (desk.parser.isSet(u"json"_s)) {
        printJson(json);
        return kOk;
    }
    for (auto it = json.begin(); it != json.end(); ++it)
        print(it.key().leftJustified(16) + plainText(shown(it.value())));
    return kOk;
}

} // namespace parking::cli
