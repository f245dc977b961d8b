#pragma once

#include "sim/lamps.h"

namespace parking::simulation {

/// How often what goes wrong in a day of this seed. Each kind is left out in half of the days, so
/// that some seeds see two kinds alone together.
struct Faults {
    // Shares of messages
    double lostOnAir = 0; ///< sensors' uplinks that no gateway heard
    double lost = 0; ///< between ChirpStack and the broker
    double twice = 0; ///< delivered twice, byte for byte
    double late = 0; ///< delivered seconds to minutes later, after newer ones
    double lostPuback = 0; ///< the connection ends between the append and the PUBACK
    // Times a day
    double kills = 0; ///< of the station, at any step
    double stops = 0; ///< of the station, with a good-bye
    double brokerOutages = 0;
    double databaseOutages = 0;
    double databaseTroubles = 0; ///< minutes in which statements and commits fail now and then
    double restOutages = 0; ///< the REST proxy is away
    double restTroubles = 0; ///< minutes in which requests and answers get lost
    double serverOutages = 0; ///< ChirpStack as a whole is away
    double sensorJoins = 0; ///< of each sensor
    sim::LampOptions lamps; ///< lost frames, gateways without a word, joins

    bool areNone = false; ///< a day without any, and changes far apart
};

Faults faultsOf(quint64 seed);

} // namespace parking::simulation
