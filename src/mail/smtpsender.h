#pragma once

#include "mail/smtp.h"

#include <QObject>

#include <functional>
#include <thread>

namespace parking::mail {

/// Sends messages, one at a time, in a thread beside its owner's, who never waits but for the end
/// of an attempt that is under way when this object goes, which then ends at once.
class SmtpSender : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const SmtpOutcome &)>;

    explicit SmtpSender(SmtpOptions options, QObject *parent = nullptr);
    ~SmtpSender() override;

    bool isBusy() const { return m_isBusy; }
    /// `done` is called once in this object's thread, never within this call, unless it goes
    /// before. Not while busy.
    void send(const Message &message, Done done);

private:
    void join();

    const SmtpOptions m_options;
    std::thread m_thread;
    std::atomic<bool> m_stop = false;
    bool m_isBusy = false;
};

} // namespace parking::mail
