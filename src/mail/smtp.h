#pragma once

#include "mail/message.h"

#include <QStringList>

#include <atomic>

namespace parking::mail {

enum class Tls : quint8 {
    None,
    StartTls, ///< required: without it nothing is said
    Implicit,
};

struct SmtpOptions {
    QString host = {};
    int port = 587;
    Tls tls = Tls::StartTls;
    QString user = {}; ///< empty: no login
    QString password = {};
    QString caFile = {}; ///< PEM; empty: the system's
    Milliseconds timeout = std::chrono::seconds(30); ///< of a whole attempt

    bool operator==(const SmtpOptions &) const = default;
};

struct SmtpOutcome {
    bool wasTaken = false; ///< the server took the message, for one receiver at least
    bool isRefused = false; ///< for its own sake: the connection and the login were good
    /// English, with the server's own words; also where some receivers were refused.
    QString problem = {};
    QStringList putOff = {}; ///< receivers whom the server does not take now, and may take later
};

/// Sends one message, and is over by the timeout whatever the server does, or soon after `stop`
/// becomes true. TLS 1.2 at least, its certificate checked. Thread: any, which is kept as long.
SmtpOutcome sendMail(const SmtpOptions &options, const Message &message,
                     const std::atomic<bool> &stop);

} // namespace parking::mail
