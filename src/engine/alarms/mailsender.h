#pragma once

#include "engine/alarms/noticesender.h"
#include "mail/smtpsender.h"

namespace parking::engine {

struct MailOptions {
    mail::SmtpOptions smtp = {};
    QString from = {};
    QStringList to = {};
    domain::AlarmLevel least = domain::AlarmLevel::Warning; ///< these and worse ones
};

/// The mail that tells of these, in English: their station knows nobody's language.
mail::Message mailOf(const QList<domain::AlarmNotice> &notices, const MailOptions &options,
                     UtcTime now);

/// Notices by e-mail: all that wait in one.
class MailSender : public NoticeSender {
    Q_OBJECT

public:
    explicit MailSender(MailOptions options, QObject *parent = nullptr);

    int atOnce() const override { return 50; }
    void send(const QList<domain::AlarmNotice> &notices, UtcTime now, Done done) override;

private:
    const MailOptions m_options;
    mail::SmtpSender m_smtp;
};

} // namespace parking::engine
