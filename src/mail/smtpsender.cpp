#include "mail/smtpsender.h"

namespace parking::mail {

SmtpSender::SmtpSender(SmtpOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options))
{
}

SmtpSender::~SmtpSender()
{
    m_stop = true;
    join();
}

void SmtpSender::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

void SmtpSender::send(const Message &message, Done done)
{
    Q_ASSERT(!m_isBusy);
    join(); // it has told already that it is over
    m_isBusy = true;
    m_thread = std::thread([this, message, done = std::move(done)] {
        const SmtpOutcome outcome = sendMail(m_options, message, m_stop);
        QMetaObject::invokeMethod(
            this,
            [this, outcome, done] {
                m_isBusy = false;
                done(outcome);
            },
            Qt::QueuedConnection);
    });
}

} // namespace parking::mail
