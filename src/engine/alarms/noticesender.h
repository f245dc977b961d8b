#pragma once

#include "domain/alarmnotice.h"

#include <QObject>

#include <functional>

namespace parking::engine {

/// What became of an attempt.
struct Delivery {
    enum class Outcome : quint8 {
        Taken, ///< by somebody at least
        PutOff, ///< some had it before, and the others are not served now either
        Refused, ///< these alone: others may be taken
        Away, ///< whoever asks gets nothing now
    };
    Outcome outcome = Outcome::Away;
    QString problem = {}; ///< English; of Taken too, where not everybody got it
    Milliseconds pause{}; ///< that the receiver asks for; 0: none
    bool isAnswer = false; ///< the receiver itself said so: it may be about these alone
    QStringList owed = {}; ///< who is to be tried again, where others were served
};

/// One way out. Both of them send aside, are over by a deadline, and never keep the engine's
/// thread.
class NoticeSender : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Delivery &)>;
    using QObject::QObject;

    virtual int atOnce() const = 0; ///< so many notices go together at most
    /// All of them are owed to the same (domain::owedTo). `done` is called once, never within this
    /// call. Not before the last call is done.
    virtual void send(const QList<domain::AlarmNotice> &notices, UtcTime now, Done done) = 0;
};

} // namespace parking::engine
