#include "health/healthreport.h"

#include "base/literals.h"

#include <QRegularExpression>

namespace parking::ui {

namespace {

const QString kDots = u"•••"_s;

/// The groups before and behind a secret stay.
int mask(QString &text, const QRegularExpression &pattern)
{
    int count = 0;
    qsizetype from = 0;
    for (QRegularExpressionMatch match = pattern.match(text); match.hasMatch();
         match = pattern.match(text, from)) {
        const qsizetype begin = match.capturedStart(u"secret"_s);
        const qsizetype length = match.capturedLength(u"secret"_s);
        if (match.captured(u"secret"_s) != kDots) {
            text.replace(begin, length, kDots);
            ++count;
        }
        from = begin + kDots.size();
    }
    return count;
}

} // namespace

MaskedText withoutSecrets(const QString &text)
{
    static const QRegularExpression url(u"[a-z][a-z0-9+.-]*://[^\\s:/@]*:(?<secret>\\S+)@"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression token(
        u"(?<secret>eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?)"_s);
    static const QRegularExpression bearer(u"\\bbearer\\s+(?<secret>[^\\s,;'\"]+)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression header( // of another kind: name and password in one word
        u"\\bauthorization[\"']?\\s*[=:](?!\\s*[\"']?bearer\\b)\\s*[\"']?(?<secret>[^\\r\\n\"']+)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString names =
        u"(?:password|passwd|pwd|passphrase|token|secret|api[_-]?key)[\"']?\\s*[=:]"_s;
    static const QRegularExpression quoted(names
                                               + u"\\s*([\"'])(?<secret>(?:\\\\.|(?!\\1).)+)\\1"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression named(names + u"\\s*[\"']?(?<secret>[^\\s,;&\"']+)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    MaskedText masked{text, 0};
    for (const QRegularExpression *pattern : {&url, &bearer, &token, &header, &quoted, &named})
        masked.masked += mask(masked.text, *pattern);
    return masked;
}

MaskedText healthReport(const domain::Health &health)
{
    QString text = u"Smart Parking %1, %2\n%3\n"_s.arg(health.version, toIso(health.time),
                                                       domain::nameOf(health.level));
    for (const domain::HealthCheck &check : health.checks)
        text += u"%1: %2 %3 %4 (since %5)\n"_s.arg(check.name, domain::nameOf(check.level),
                                                   check.problem, check.detail, toIso(check.since));
    return withoutSecrets(text);
}

} // namespace parking::ui
