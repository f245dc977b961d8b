// Where the values of a frame stand. Sources: as in the codecs, whose layouts these are.

#include "devices/framelayout.h"

#include "base/literals.h"

namespace parking::devices {

namespace {

QList<FrameField> browanTabs(const Frame &frame)
{
    if (frame.fPort == 102 && frame.payload.size() == 8)
        return {{u"occupancy"_s, 0, 0, 0},
                {u"batteryVolt"_s, 1, 1, -1, true},
                {u"tempCelsius"_s, 2, 2},
                {u"minutesSinceEvent"_s, 3, 4},
                {u"eventCount"_s, 5, 7}};
    if (frame.payload.size() <= 2) { // the plan's short frame
        QList<FrameField> fields{{u"occupancy"_s, 0, 0, 0}};
        if (frame.payload.size() == 2)
            fields.append({u"batteryVolt"_s, 1, 1});
        return fields;
    }
    return {}; // settings and firmware: kept as bytes
}

QList<FrameField> kuandoBusylight(const Frame &frame)
{
    QList<FrameField> fields{
        {u"rssiDbm"_s, 0, 3},       {u"snrDb"_s, 4, 7},      {u"downlinksReceived"_s, 8, 11},
        {u"uplinksSent"_s, 12, 15}, {u"rgb"_s, 16, 18},      {u"on"_s, 19, 19},
        {u"off"_s, 20, 20},         {u"software"_s, 21, 21}, {u"hardware"_s, 22, 22},
        {u"adr"_s, 23, 23}};
    if (frame.payload.size() > 24)
        fields.append({u"highBrightness"_s, 24, 24});
    return fields;
}

QList<FrameField> heltecStatus(const Frame &frame)
{
    if (frame.payload.size() != 3)
        return {{u"joined"_s, 0, int(frame.payload.size()) - 1}};
    return {{u"counter"_s, 0, 1}, {u"status"_s, 2, 2}};
}

} // namespace

QList<FrameField> layoutOf(QStringView type, const Frame &frame)
{
    const DeviceType *known = findType(type);
    if (!known || !known->decode(frame))
        return {};
    if (type == u"browan_tabs")
        return browanTabs(frame);
    if (type == u"kuando_busylight" || type == u"kuando_busylight_plan")
        return kuandoBusylight(frame);
    if (type == u"heltec_status")
        return heltecStatus(frame);
    return {};
}

} // namespace parking::devices
