#include "engine/alarms/webhooksender.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "chirpstack/httpcall.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QSslCertificate>

#include <algorithm>

namespace parking::engine {

using namespace std::chrono_literals;

namespace {

using enum Delivery::Outcome;

constexpr qint64 kMaxReply = 16 * 1024; // nobody reads it but for what it says of a refusal
constexpr qsizetype kShown = 120;
constexpr Milliseconds kLongestWait = 1h;

/// Its body is at fault, and another one's may not be.
bool isRefusal(int status)
{
    return status == 400 || status == 413 || status == 415 || status == 422;
}

Milliseconds waitOf(const chirpstack::HttpAnswer &answer)
{
    bool isNumber = false;
    const int seconds = answer.retryAfter.toInt(&isNumber);
    const bool isMeant = answer.status == 429 || answer.status == 503;
    if (!isMeant || !isNumber || seconds <= 0)
        return 0ms;
    return std::min(Milliseconds(std::chrono::seconds(seconds)), kLongestWait);
}

Delivery deliveryOf(const chirpstack::HttpAnswer &answer)
{
    const int status = answer.status;
    if (status == 0)
        return {.problem = plainText(answer.problem)};
    // Its head says it all: who closes before the end of the body has taken it none the less.
    if (status >= 200 && status < 300)
        return {.outcome = Taken};
    QString problem = u"it answers HTTP %1"_s.arg(status);
    if (status >= 300 && status < 400)
        problem += u", a redirect, which is not followed"_s;
    else if (const QString words = plainText(QString::fromUtf8(answer.body), kShown);
             !words.isEmpty())
        problem += u": "_s + words;
    return {.outcome = isRefusal(status) ? Refused : Away,
            .problem = problem,
            .pause = waitOf(answer),
            .isAnswer = true};
}

} // namespace

QByteArray signatureOf(const QByteArray &body, const QByteArray &secret, UtcTime now)
{
    const QByteArray seconds = QByteArray::number(toMillis(now) / 1000);
    return "t=" + seconds + ",v1="
        + QMessageAuthenticationCode::hash(seconds + '.' + body, secret, QCryptographicHash::Sha256)
              .toHex();
}

WebhookSender::WebhookSender(WebhookOptions options, QObject *parent)
    : NoticeSender(parent), m_options(std::move(options)),
      m_tls(QSslConfiguration::defaultConfiguration())
{
    m_tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (m_options.caFile.isEmpty())
        return;
    const QList<QSslCertificate> authorities = QSslCertificate::fromPath(m_options.caFile);
    m_tls.setCaCertificates(authorities);
    if (authorities.isEmpty())
        m_problem = u"ALARM_WEBHOOK_CA_FILE holds no certificate"_s;
}

void WebhookSender::send(const QList<domain::AlarmNotice> &notices, UtcTime now, Done done)
{
    Q_ASSERT(notices.size() == 1);
    if (!m_problem.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, done] { done({.problem = m_problem}); }, Qt::QueuedConnection);
        return;
    }
    const QByteArray body = QJsonDocument(notices.first().content).toJson(QJsonDocument::Compact);
    chirpstack::HttpRequest request{.method = "POST", .url = m_options.url, .body = body};
    if (request.url.path().isEmpty())
        request.url.setPath(u"/"_s);
    request.headers = {{"Content-Type", "application/json"},
                       {"Accept", "*/*"},
                       {"User-Agent", "SmartParking"},
                       {"X-Parking-Notice", notices.first().id.toString().toLatin1()},
                       {"X-Parking-Signature", signatureOf(body, m_options.secret, now)}};
    auto *call = new chirpstack::HttpCall(
        std::move(request), {.timeout = m_options.timeout, .maxBody = kMaxReply},
        [done](const chirpstack::HttpAnswer &answer) { done(deliveryOf(answer)); }, this);
    call->begin(m_tls);
}

} // namespace parking::engine
