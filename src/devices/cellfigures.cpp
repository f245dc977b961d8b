#include "devices/cellfigures.h"

#include "devices/devicetype.h"

namespace parking::devices {

namespace {

struct Row {
    const char *type;
    domain::CellFigures figures;
};

// Browan: 3.6 V 1/2 AA Li-SOCl2 of 1,200 mAh, 3.1 V at least (manuals of the family, part 2.5:
// BQW_02_0011 and others); they leave the currents open ("TBD"). Radio at +17 dBm: 87 mA, receiving
// 11.5 mA (Semtech SX1276 data sheet, table 6). Standby is taken as 12 microampere: the passive
// infrared detector that always listens, and the sleeping controller.
constexpr Row kRows[] = {{"browan_tabs",
                          {.chemistry = domain::Chemistry::LithiumThionyl,
                           .capacityMilliampHours = 1200,
                           .replaceBelowVolt = 3.1,
                           .standbyMicroamp = 12,
                           .transmitMilliamp = 87,
                           .receiveMilliamp = 11.5,
                           .source = "Browan manual 2.5, Semtech SX1276 table 6"}}};

} // namespace

domain::CellFigures cellFigures(QStringView type)
{
    for (const Row &row : kRows) {
        if (type == QLatin1StringView(row.type))
            return row.figures;
    }
    return {};
}

} // namespace parking::devices
