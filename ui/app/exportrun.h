#pragma once

#include "archive/exporter.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <thread>

namespace parking::ui {

/// One export in a thread of its own, over a connection of its own, so that neither pages nor
/// ingest wait for it.
class ExportRun : public QObject {
    Q_OBJECT

public:
    explicit ExportRun(QString databaseUrl, QObject *parent = nullptr);
    ~ExportRun() override; ///< gives up what runs, which leaves nothing

    void start(const QString &path, const archive::ExportOptions &options, UtcTime now);
    void cancel() { m_isGivenUp = true; }
    bool isRunning() const { return m_thread.joinable(); }

Q_SIGNALS:
    void progressed(qint64 rows, bool isSealing);
    void finished(const parking::Result<parking::archive::Exported> &exported);

private:
    void tell();

    const QString m_url;
    std::thread m_thread;
    QTimer m_tick;
    std::atomic<bool> m_isGivenUp = false;
    std::atomic<qint64> m_rows = 0;
    std::atomic<bool> m_isSealing = false;
};

} // namespace parking::ui
