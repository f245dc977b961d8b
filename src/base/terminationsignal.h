#pragma once

#include <QObject>

#include <memory>

namespace parking {

/// SIGTERM and SIGINT (Windows: Ctrl+C and Ctrl+Break) as a Qt signal, so that a command can stop
/// cleanly. One per process, made after the QCoreApplication.
class TerminationSignal : public QObject {
    Q_OBJECT

public:
    explicit TerminationSignal(QObject *parent = nullptr);
    ~TerminationSignal() override;

Q_SIGNALS:
    void received();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace parking
