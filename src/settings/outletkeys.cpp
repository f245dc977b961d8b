#include "settings/outletkeys.h"

#include "base/literals.h"
#include "settings/settings.h"

#include <QFileInfo>

#include <algorithm>

namespace parking::settings {

namespace {

constexpr qsizetype kShortestSecret = 16;
constexpr qsizetype kMostReceivers = 50;

bool setLevel(domain::AlarmLevel &level, const QString &text)
{
    const auto found = domain::alarmLevelFromString(text.toLower());
    level = found.value_or(level);
    return found.has_value();
}

/// It travels within a command: no line may end in it.
bool isLine(const QString &text)
{
    return std::none_of(text.cbegin(), text.cend(),
                        [](QChar c) { return c < u' ' || c == u'\x7f'; });
}

} // namespace

bool setWebhookSecret(Settings &s, const QString &text)
{
    s.webhookSecret = text;
    return text.isEmpty() || text.size() >= kShortestSecret;
}

bool setWebhookUrl(Settings &s, const QString &text)
{
    s.webhookUrl = QUrl(text, QUrl::StrictMode);
    if (text.isEmpty())
        return true;
    const QUrl &url = s.webhookUrl;
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasFragment()
        && (url.scheme() == u"http" || url.scheme() == u"https") && !s.webhookSecret.isEmpty();
}

bool setWebhookLevel(Settings &s, const QString &text)
{
    return setLevel(s.webhookLevel, text);
}

bool setMailHost(Settings &s, const QString &text)
{
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    s.smtp.host = text;
    return text.isEmpty() || (url.isValid() && !url.host().isEmpty());
}

bool setMailPort(Settings &s, const QString &text)
{
    bool ok = false;
    s.smtp.port = text.toInt(&ok);
    return ok && s.smtp.port >= 1 && s.smtp.port <= 65'535;
}

bool setMailTls(Settings &s, const QString &text)
{
    const QString word = text.toLower();
    s.smtp.tls = word == u"none" ? mail::Tls::None
        : word == u"tls"         ? mail::Tls::Implicit
                                 : mail::Tls::StartTls;
    return word == u"none" || word == u"tls" || word == u"starttls";
}

bool setMailUser(Settings &s, const QString &text)
{
    s.smtp.user = text;
    return isLine(text);
}

bool setMailPassword(Settings &s, const QString &text)
{
    s.smtp.password = text;
    return isLine(text);
}

bool setMailCaFile(Settings &s, const QString &text)
{
    s.smtp.caFile = text;
    return text.isEmpty() || QFileInfo(text).isFile();
}

bool setMailFrom(Settings &s, const QString &text)
{
    s.mailFrom = text.trimmed();
    return s.mailFrom.isEmpty() || mail::isAddress(s.mailFrom);
}

bool setMailTo(Settings &s, const QString &text)
{
    s.mailTo.clear();
    for (const QString &word : text.split(u',', Qt::SkipEmptyParts))
        s.mailTo.append(word.trimmed());
    const bool areGood = s.mailTo.size() <= kMostReceivers
        && std::all_of(s.mailTo.cbegin(), s.mailTo.cend(), mail::isAddress);
    return areGood && (s.mailTo.isEmpty() || !(s.smtp.host.isEmpty() || s.mailFrom.isEmpty()));
}

bool setMailLevel(Settings &s, const QString &text)
{
    return setLevel(s.mailLevel, text);
}

} // namespace parking::settings
