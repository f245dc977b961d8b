#include "checks/checkthread.h"

#include "base/literals.h"
#include "checks/chirpstackcheck.h"
#include "checks/databasecheck.h"

#include <utility>

namespace parking::checks {

CheckThread::CheckThread(QObject *parent) : QObject(parent), m_room(new QObject)
{
    m_thread.setObjectName(u"checks"_s);
    m_room->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    m_thread.start();
}

CheckThread::~CheckThread()
{
    m_thread.quit();
    m_thread.wait();
}

/// `make` is called in the thread of checks.
void CheckThread::run(std::function<Check *()> make)
{
    cancel();
    m_isRunning = true;
    const quint64 number = m_run;
    QMetaObject::invokeMethod(m_room, [this, room = m_room, number, make = std::move(make)] {
        Check *check = make();
        check->setParent(room);
        if (auto *broker = qobject_cast<BrokerCheck *>(check)) {
            connect(broker, &BrokerCheck::connectedNow, this, [this, number] {
                if (number == m_run)
                    Q_EMIT connectedNow();
            });
        }
        connect(check, &Check::done, room, [this, check, number](const Verdict &verdict) {
            QList<domain::DevEui> heard;
            if (const auto *broker = qobject_cast<BrokerCheck *>(check))
                heard = broker->heard();
            check->deleteLater();
            QMetaObject::invokeMethod(this, [this, number, verdict, heard] {
                if (number != m_run)
                    return;
                m_isRunning = false;
                if (verdict.subject == Subject::Broker)
                    m_heard = heard;
                Q_EMIT done(verdict);
            });
        });
        check->begin();
    });
}

void CheckThread::testBroker(const mqtt::MqttOptions &options, const BrokerLimits &limits)
{
    run([options, limits] { return new BrokerCheck(options, limits); });
}

void CheckThread::testDatabase(const QString &url)
{
    run([url] { return new DatabaseCheck(url); });
}

void CheckThread::testChirpStack(const chirpstack::RestOptions &options)
{
    run([options, heard = m_heard] { return new ChirpStackCheck(options, heard); });
}

void CheckThread::makeTables(const QString &databaseUrl)
{
    cancel();
    m_isRunning = true;
    const quint64 number = m_run;
    QMetaObject::invokeMethod(m_room, [this, number, databaseUrl] {
        const Result<QStringList> names = checks::makeTables(databaseUrl);
        QMetaObject::invokeMethod(this, [this, number, names] {
            if (number == m_run)
                m_isRunning = false;
            Q_EMIT made(names);
        });
    });
}

void CheckThread::cancel()
{
    ++m_run;
    if (std::exchange(m_isRunning, false))
        Q_EMIT dropped();
    QMetaObject::invokeMethod(m_room, [room = m_room] {
        qDeleteAll(room->findChildren<Check *>(Qt::FindDirectChildrenOnly));
    });
}

} // namespace parking::checks
