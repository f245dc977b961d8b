#pragma once

#include "base/time.h"
#include "parkctl.h"

#include <QJsonObject>
#include <QProcess>

namespace parking::test {

/// A station in a process of its own (turnedstation.cpp) by a clock that tests turn. While it is
/// waited for, what this process does by events goes on.
class StationProcess {
public:
    /// `settings`: KEY=VALUE. It dies with the test.
    StationProcess(const Parkctl &home, UtcTime now, const QStringList &settings);
    ~StationProcess(); ///< with a good-bye

    /// Nobody waits for the answer yet.
    void send(const QJsonObject &wish);
    /// To what was sent first of all that was not answered; empty when it is dead.
    QJsonObject answer();
    QJsonObject ask(const QJsonObject &wish);

    /// SIGKILL, in the middle of whatever it does.
    void kill();

    // As it said last.
    bool isConnected() const { return m_facts[u"connected"].toBool(); }
    bool isEmpty() const { return m_facts[u"empty"].toBool(); } ///< its journal
    bool hasTakenAll() const { return m_facts[u"all"].toBool(); }
    bool isIngesting() const { return m_facts[u"ingesting"].toBool(); } ///< and has no backlog
    qint64 appended() const { return m_facts[u"appended"].toInteger(); }

private:
    QProcess m_process;
    QJsonObject m_facts;
};

} // namespace parking::test
