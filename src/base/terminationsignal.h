#pragma once

#include <QObject>

#include <chrono>
#include <memory>

namespace parking {

/// SIGTERM and SIGINT (Windows: Ctrl+C, Ctrl+Break, the console closed, a logout or shutdown) as a
/// Qt signal, so that a program can stop cleanly. Whatever hangs then, kLongest later the process
/// has ended, with exit code 1. One per process, made after the QCoreApplication.
class TerminationSignal : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kLongest{20}; ///< a station takes half of it at most

    explicit TerminationSignal(QObject *parent = nullptr);
    ~TerminationSignal() override;

Q_SIGNALS:
    void received();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace parking
