#include "stationprocess.h"

#include <QElapsedTimer>
#include <QTimer>

namespace parking::test {

namespace {

constexpr int kPatience = 60'000; // ms; far more than it takes, for slow computers

} // namespace

StationProcess::StationProcess(const Parkctl &home, UtcTime now, const QStringList &settings)
{
    home.prepare(m_process, QStringList{QString::number(toMillis(now))} + settings);
    m_process.setProgram(programPath(u"turned_station"_s));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start();
}

StationProcess::~StationProcess()
{
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kPatience))
        m_process.kill();
    m_process.waitForFinished(kPatience);
}

void StationProcess::send(const QJsonObject &wish)
{
    m_process.write(QJsonDocument(wish).toJson(QJsonDocument::Compact) + '\n');
    m_process.waitForBytesWritten(kPatience); // not when events are looked at next
}

QJsonObject StationProcess::answer()
{
    QTimer beat; // ends a wait in which nothing comes
    beat.start(100);
    QElapsedTimer waited;
    waited.start();
    while (!m_process.canReadLine()) {
        if (m_process.state() == QProcess::NotRunning || waited.elapsed() > kPatience)
            return {};
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QJsonObject answer = QJsonDocument::fromJson(m_process.readLine()).object();
    if (answer.contains(u"connected"))
        m_facts = answer;
    return answer;
}

QJsonObject StationProcess::ask(const QJsonObject &wish)
{
    send(wish);
    return answer();
}

void StationProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(kPatience);
}

} // namespace parking::test
