#pragma once

#include "checks/verdict.h"

#include <QObject>

class QTcpSocket;

namespace parking::ui {

/// Looks for servers on this computer, at their usual ports: somebody accepts there, no more is
/// known.
class FoundHere : public QObject {
    Q_OBJECT

public:
    struct Place {
        checks::Subject subject;
        quint16 port;
    };
    static QList<Place> usualPlaces();

    explicit FoundHere(QObject *parent = nullptr);

    void look(const QList<Place> &places = usualPlaces());

Q_SIGNALS:
    void found(parking::checks::Subject subject, quint16 port);
};

} // namespace parking::ui
