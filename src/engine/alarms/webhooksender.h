#pragma once

#include "engine/alarms/noticesender.h"

#include <QSslConfiguration>
#include <QUrl>

namespace parking::engine {

struct WebhookOptions {
    QUrl url = {}; ///< http or https
    QByteArray secret = {}; ///< of the signature
    QString caFile = {}; ///< PEM; empty: the system's
    Milliseconds timeout = std::chrono::seconds(15);
    domain::AlarmLevel least = domain::AlarmLevel::Notice; ///< these and worse ones
};

/// `t=SECONDS,v1=HEX`: HMAC-SHA256 by the secret over "SECONDS.BODY". Seconds since 1970 are part
/// of it, so that nobody plays an old post again.
QByteArray signatureOf(const QByteArray &body, const QByteArray &secret, UtcTime now);

/// Notices posted as JSON, each by itself. Nothing but 2xx is taken as taken; a redirect is not
/// followed: what is signed goes where the settings say.
class WebhookSender : public NoticeSender {
    Q_OBJECT

public:
    explicit WebhookSender(WebhookOptions options, QObject *parent = nullptr);

    int atOnce() const override { return 1; }
    void send(const QList<domain::AlarmNotice> &notices, UtcTime now, Done done) override;

private:
    const WebhookOptions m_options;
    QSslConfiguration m_tls;
    QString m_problem; ///< nothing can be sent; English
};

} // namespace parking::engine
