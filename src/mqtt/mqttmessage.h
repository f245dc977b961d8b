#pragma once

#include <QByteArray>

namespace parking::mqtt {

struct MqttMessage {
    QByteArray topic;
    QByteArray payload;
    int qos = 1; ///< 0..2, as delivered
    bool retained = false;
    bool duplicate = false; ///< the broker sent it before

    bool operator==(const MqttMessage &) const = default;
};

} // namespace parking::mqtt
