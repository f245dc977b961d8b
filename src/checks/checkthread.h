#pragma once

#include "base/result.h"
#include "checks/brokercheck.h"
#include "checks/verdict.h"
#include "chirpstack/restclient.h"

#include <QThread>

#include <atomic>
#include <functional>

namespace parking::checks {

/// Checks for a window: in a thread of their own, one at a time; a new one takes the place of the
/// one before. Answers come in the thread of this object.
class CheckThread : public QObject {
    Q_OBJECT

public:
    explicit CheckThread(QObject *parent = nullptr);
    ~CheckThread() override;

    void testBroker(const mqtt::MqttOptions &options, const BrokerLimits &limits = {});
    void testDatabase(const QString &url);
    /// Asks about devices too that the last check of a broker heard.
    void testChirpStack(const chirpstack::RestOptions &options);
    /// As checks::makeTables(); `made` answers.
    void makeTables(const QString &databaseUrl);
    void cancel(); ///< no answer follows, unless it is `made`
    bool isRunning() const { return m_isRunning; }
    /// Devices that the last check of a broker heard.
    QList<domain::DevEui> heard() const { return m_heard; }

Q_SIGNALS:
    void connectedNow(); ///< the broker is, and what comes is counted
    void done(const parking::checks::Verdict &verdict);
    void made(const parking::Result<QStringList> &names);
    void dropped(); ///< what ran was cancelled, or another one took its place

private:
    void run(std::function<Check *()> make);

    QThread m_thread;
    QObject *m_room; ///< lives in the thread, and the checks in it
    quint64 m_run = 0; ///< answers of former ones are not told
    bool m_isRunning = false;
    QList<domain::DevEui> m_heard;
};

} // namespace parking::checks
