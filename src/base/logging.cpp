#include "base/logging.h"

namespace parking {

Q_LOGGING_CATEGORY(lcMqtt, "parking.mqtt")
Q_LOGGING_CATEGORY(lcJournal, "parking.journal")
Q_LOGGING_CATEGORY(lcStore, "parking.store")
Q_LOGGING_CATEGORY(lcEngine, "parking.engine")
Q_LOGGING_CATEGORY(lcDevices, "parking.devices")
Q_LOGGING_CATEGORY(lcSim, "parking.sim")
Q_LOGGING_CATEGORY(lcUi, "parking.ui")

} // namespace parking
