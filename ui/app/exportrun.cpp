#include "app/exportrun.h"

#include "base/literals.h"

#include <chrono>

namespace parking::ui {

using namespace std::chrono_literals;

ExportRun::ExportRun(QString databaseUrl, QObject *parent)
    : QObject(parent), m_url(std::move(databaseUrl))
{
    m_tick.setInterval(100ms);
    connect(&m_tick, &QTimer::timeout, this, &ExportRun::tell);
}

ExportRun::~ExportRun()
{
    m_isGivenUp = true;
    if (m_thread.joinable())
        m_thread.join();
}

void ExportRun::tell()
{
    Q_EMIT progressed(m_rows, m_isSealing);
}

void ExportRun::start(const QString &path, const archive::ExportOptions &options, UtcTime now)
{
    if (isRunning())
        return;
    m_isGivenUp = false;
    m_rows = 0;
    m_isSealing = false;
    m_tick.start();
    m_thread = std::thread([this, path, options, now] {
        const auto goOn = [this](const archive::ExportProgress &progress) {
            m_isSealing = progress.table == u"archive_tables";
            if (progress.rows > 0)
                m_rows = progress.rows;
            return !m_isGivenUp;
        };
        auto exported = [&]() -> Result<archive::Exported> {
            const auto source = store::Database::open({.url = m_url, .readOnly = true});
            return source ? archive::exportArchive(**source, path, options, now, goOn)
                          : source.error();
        }();
        QMetaObject::invokeMethod(
            this,
            [this, exported = std::move(exported)] {
                m_thread.join();
                m_tick.stop();
                Q_EMIT finished(exported);
            },
            Qt::QueuedConnection);
    });
}

} // namespace parking::ui
