#include "setup/foundhere.h"

#include "base/literals.h"

#include <QHostAddress>
#include <QTcpSocket>

namespace parking::ui {

using checks::Subject;

QList<FoundHere::Place> FoundHere::usualPlaces()
{
    return {{Subject::Broker, 1883}, {Subject::Database, 5432}, {Subject::ChirpStack, 8090}};
}

FoundHere::FoundHere(QObject *parent) : QObject(parent) { }

void FoundHere::look(const QList<Place> &places)
{
    for (const Place &place : places) {
        auto *socket = new QTcpSocket(this);
        connect(socket, &QTcpSocket::connected, this, [this, socket, place] {
            socket->disconnectFromHost();
            Q_EMIT found(place.subject, place.port);
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::errorOccurred, socket, &QObject::deleteLater);
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), place.port);
    }
}

} // namespace parking::ui
