<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>kiosk</name>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>%n not known</numerusform>
            <numerusform>%n not known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seconds ago</source>
        <translation>
            <numerusform>%n second ago</numerusform>
            <numerusform>%n seconds ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n space</numerusform>
            <numerusform>%n spaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Trying again in %n seconds</source>
        <translation>
            <numerusform>Trying again in %n second</numerusform>
            <numerusform>Trying again in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n not known</source>
        <translation>
            <numerusform>and %n not known</numerusform>
            <numerusform>and %n not known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n spaces</source>
        <translation>
            <numerusform>of %n space</numerusform>
            <numerusform>of %n spaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message numerus="yes">
        <source>%n sensors silent, gateway lost</source>
        <translation>
            <numerusform>%n sensor silent, gateway lost</numerusform>
            <numerusform>%n sensors silent, gateway lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors silent, all of floor %1</source>
        <translation>
            <numerusform>%n sensor silent, all of floor %1</numerusform>
            <numerusform>%n sensors silent, all of floor %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors silent, all of zone %1</source>
        <translation>
            <numerusform>%n sensor silent, all of zone %1</numerusform>
            <numerusform>%n sensors silent, all of zone %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::Acts</name>
    <message numerus="yes">
        <source>%1, and %n others at once</source>
        <translation>
            <numerusform>%1, and %n other at once</numerusform>
            <numerusform>%1, and %n others at once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set-aside messages deleted</source>
        <translation>
            <numerusform>%n set-aside message deleted</numerusform>
            <numerusform>%n set-aside messages deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set-aside messages to be tried again</source>
        <translation>
            <numerusform>%n set-aside message to be tried again</numerusform>
            <numerusform>%n set-aside messages to be tried again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted messages put back</source>
        <translation>
            <numerusform>%n deleted message put back</numerusform>
            <numerusform>%n deleted messages put back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::AlarmLabels</name>
    <message numerus="yes">
        <source>%n sensors are silent</source>
        <translation>
            <numerusform>%n sensor is silent</numerusform>
            <numerusform>%n sensors are silent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batteries are low</source>
        <translation>
            <numerusform>%n battery is low</numerusform>
            <numerusform>%n batteries are low</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors are not understood</source>
        <translation>
            <numerusform>%n sensor is not understood</numerusform>
            <numerusform>%n sensors are not understood</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces have been occupied for over three days</source>
        <translation>
            <numerusform>%n space has been occupied for over three days</numerusform>
            <numerusform>%n spaces have been occupied for over three days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors flip to and fro</source>
        <translation>
            <numerusform>%n sensor flips to and fro</numerusform>
            <numerusform>%n sensors flip to and fro</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lamps do not follow</source>
        <translation>
            <numerusform>%n lamp does not follow</numerusform>
            <numerusform>%n lamps do not follow</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::AlarmRow</name>
    <message numerus="yes">
        <source>%n devices</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open Devices, %n are concerned</source>
        <translation>
            <numerusform>Open Devices, %n is concerned</numerusform>
            <numerusform>Open Devices, %n are concerned</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::AlarmsDesk</name>
    <message numerus="yes">
        <source>%n new critical alarms</source>
        <translation>
            <numerusform>%n new critical alarm</numerusform>
            <numerusform>%n new critical alarms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alarms acknowledged</source>
        <translation>
            <numerusform>%n alarm acknowledged</numerusform>
            <numerusform>%n alarms acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::AlarmsPanel</name>
    <message numerus="yes">
        <source>%n open, by cause</source>
        <translation>
            <numerusform>%n open, by cause</numerusform>
            <numerusform>%n open, by cause</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::Bell</name>
    <message numerus="yes">
        <source>%n open alarms</source>
        <translation>
            <numerusform>%n open alarm</numerusform>
            <numerusform>%n open alarms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingAlarms</name>
    <message numerus="yes">
        <source>and %n more: choose “Needs attention” above</source>
        <translation>
            <numerusform>and %n more: choose “Needs attention” above</numerusform>
            <numerusform>and %n more: choose “Needs attention” above</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingFilesDesk</name>
    <message numerus="yes">
        <source>%n bookings imported</source>
        <translation>
            <numerusform>%n booking imported</numerusform>
            <numerusform>%n bookings imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingForm</name>
    <message numerus="yes">
        <source>Book %n dates</source>
        <translation>
            <numerusform>Book %n date</numerusform>
            <numerusform>Book %n dates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingList</name>
    <message numerus="yes">
        <source>%n bookings</source>
        <translation>
            <numerusform>%n booking</numerusform>
            <numerusform>%n bookings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingSeriesBox</name>
    <message numerus="yes">
        <source>%n bookings, the last on %1</source>
        <translation>
            <numerusform>%n booking, the last on %1</numerusform>
            <numerusform>%n bookings, the last on %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingsDesk</name>
    <message numerus="yes">
        <source>%n bookings need attention</source>
        <translation>
            <numerusform>%n booking needs attention</numerusform>
            <numerusform>%n bookings need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingsImportDialog</name>
    <message numerus="yes">
        <source>%n lines need correction</source>
        <translation>
            <numerusform>%n line needs correction</numerusform>
            <numerusform>%n lines need correction</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n bookings?</source>
        <translation>
            <numerusform>Import %n booking?</numerusform>
            <numerusform>Import %n bookings?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::BookingsPage</name>
    <message numerus="yes">
        <source>%n bookings today</source>
        <translation>
            <numerusform>%n booking today</numerusform>
            <numerusform>%n bookings today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bookings</source>
        <translation>
            <numerusform>%n booking</numerusform>
            <numerusform>%n bookings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The day list is saved, %n pages</source>
        <translation>
            <numerusform>The day list is saved, %n page</numerusform>
            <numerusform>The day list is saved, %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::Checks</name>
    <message numerus="yes">
        <source>kept on this computer, %Ln messages</source>
        <translation>
            <numerusform>kept on this computer, %Ln message</numerusform>
            <numerusform>kept on this computer, %Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>keep their colour, %n commands wait</source>
        <translation>
            <numerusform>keep their colour, %n command waits</numerusform>
            <numerusform>keep their colour, %n commands wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lamp commands wait</source>
        <translation>
            <numerusform>%n lamp command waits</numerusform>
            <numerusform>%n lamp commands wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages are kept safe</source>
        <translation>
            <numerusform>%Ln message is kept safe</numerusform>
            <numerusform>%Ln messages are kept safe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DeletedSpacesDialog</name>
    <message numerus="yes">
        <source>Bring %n back</source>
        <translation>
            <numerusform>Bring %n back</numerusform>
            <numerusform>Bring %n back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DeviceImportDesk</name>
    <message numerus="yes">
        <source>%n devices</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n applications</source>
        <translation>
            <numerusform>%n application</numerusform>
            <numerusform>%n applications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>(%n entries could not be read)</source>
        <translation>
            <numerusform>(%n entry could not be read)</numerusform>
            <numerusform>(%n entries could not be read)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n devices imported</source>
        <translation>
            <numerusform>%n device imported</numerusform>
            <numerusform>%n devices imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n devices bound by their names</source>
        <translation>
            <numerusform>%n device bound by its name</numerusform>
            <numerusform>%n devices bound by their names</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DeviceImportDialog</name>
    <message numerus="yes">
        <source>%n lines need correction</source>
        <translation>
            <numerusform>%n line needs correction</numerusform>
            <numerusform>%n lines need correction</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n devices?</source>
        <translation>
            <numerusform>Import %n device?</numerusform>
            <numerusform>Import %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n have the name of a space, and another one has it too: bind them by hand.</source>
        <translation>
            <numerusform>%n has the name of a space, and another one has it too: bind it by hand.</numerusform>
            <numerusform>%n have the name of a space, and another one has it too: bind them by hand.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are not known here and have the name of no free space: each is listed when its first uplink arrives here.</source>
        <translation>
            <numerusform>%n is not known here and has the name of no free space: it is listed when its first uplink arrives here.</numerusform>
            <numerusform>%n are not known here and have the name of no free space: each is listed when its first uplink arrives here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bind %n devices to the spaces that have their names?</source>
        <translation>
            <numerusform>Bind %n device to the space that has its name?</numerusform>
            <numerusform>Bind %n devices to the spaces that have their names?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DeviceView</name>
    <message numerus="yes">
        <source>%n more gateways heard it</source>
        <translation>
            <numerusform>%n more gateway heard it</numerusform>
            <numerusform>%n more gateways heard it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its uplinks were not understood.</source>
        <translation>
            <numerusform>%n of its uplinks was not understood.</numerusform>
            <numerusform>%n of its uplinks were not understood.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No device type fits %n of its uplinks.</source>
        <translation>
            <numerusform>No device type fits %n of its uplinks.</numerusform>
            <numerusform>No device type fits %n of its uplinks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DevicesDesk</name>
    <message numerus="yes">
        <source>%n devices are retired</source>
        <translation>
            <numerusform>%n device is retired</numerusform>
            <numerusform>%n devices are retired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n devices are in use again</source>
        <translation>
            <numerusform>%n device is in use again</numerusform>
            <numerusform>%n devices are in use again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DownlinkTable</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::DownlinksPage</name>
    <message numerus="yes">
        <source>Resend %n colours</source>
        <translation>
            <numerusform>Resend %n colour</numerusform>
            <numerusform>Resend %n colours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commands</source>
        <translation>
            <numerusform>%n command</numerusform>
            <numerusform>%n commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lamps were never commanded: see the map</source>
        <translation>
            <numerusform>%n lamp was never commanded: see the map</numerusform>
            <numerusform>%n lamps were never commanded: see the map</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::EditBar</name>
    <message numerus="yes">
        <source>%n spaces overlap.</source>
        <translation>
            <numerusform>%n space overlaps.</numerusform>
            <numerusform>%n spaces overlap.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drag across the plan: %n spaces will stand side by side.</source>
        <translation>
            <numerusform>Drag across the plan: %n space will stand there.</numerusform>
            <numerusform>Drag across the plan: %n spaces will stand side by side.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::EventDetail</name>
    <message numerus="yes">
        <source>%n other rows</source>
        <translation>
            <numerusform>%n other row</numerusform>
            <numerusform>%n other rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Message as received, %n bytes</source>
        <translation>
            <numerusform>Message as received, %n byte</numerusform>
            <numerusform>Message as received, %n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::EventsDesk</name>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::FleetList</name>
    <message numerus="yes">
        <source>%n need a visit</source>
        <translation>
            <numerusform>%n needs a visit</numerusform>
            <numerusform>%n need a visit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n devices</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new devices heard</source>
        <translation>
            <numerusform>%n new device heard</numerusform>
            <numerusform>%n new devices heard</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::FreeSpaces</name>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n space</numerusform>
            <numerusform>%n spaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::HealthPage</name>
    <message numerus="yes">
        <source>%n secrets masked</source>
        <translation>
            <numerusform>%n secret masked</numerusform>
            <numerusform>%n secrets masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more: the map shows them</source>
        <translation>
            <numerusform>and %n more: the map shows it</numerusform>
            <numerusform>and %n more: the map shows them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The newest %n.</source>
        <translation>
            <numerusform>The newest one.</numerusform>
            <numerusform>The newest %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::HeardList</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::ImportDesk</name>
    <message numerus="yes">
        <source>%n spaces imported</source>
        <translation>
            <numerusform>%n space imported</numerusform>
            <numerusform>%n spaces imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::ImportPage</name>
    <message numerus="yes">
        <source>%n spaces created</source>
        <translation>
            <numerusform>%n space created</numerusform>
            <numerusform>%n spaces created</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces changed</source>
        <translation>
            <numerusform>%n space changed</numerusform>
            <numerusform>%n spaces changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines left out</source>
        <translation>
            <numerusform>%n line left out</numerusform>
            <numerusform>%n lines left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Create %n floors</source>
        <translation>
            <numerusform>Create %n floor</numerusform>
            <numerusform>Create %n floors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines cannot be imported.</source>
        <translation>
            <numerusform>%n line cannot be imported.</numerusform>
            <numerusform>%n lines cannot be imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n lines are as in the file.</source>
        <translation>
            <numerusform>Its one line is as in the file.</numerusform>
            <numerusform>All %n lines are as in the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save the %n lines</source>
        <translation>
            <numerusform>Save the line</numerusform>
            <numerusform>Save the %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n lines</source>
        <translation>
            <numerusform>Import %n line</numerusform>
            <numerusform>Import %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::InboxView</name>
    <message numerus="yes">
        <source>%n new devices</source>
        <translation>
            <numerusform>%n new device</numerusform>
            <numerusform>%n new devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces have this in their code.</source>
        <translation>
            <numerusform>%n space has this in its code.</numerusform>
            <numerusform>%n spaces have this in their code.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::Inspector</name>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n space</numerusform>
            <numerusform>%n spaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n places</source>
        <translation>
            <numerusform>in %n place</numerusform>
            <numerusform>in %n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::LampChain</name>
    <message numerus="yes">
        <source>%n steps between</source>
        <translation>
            <numerusform>%n step between</numerusform>
            <numerusform>%n steps between</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::LampConsole</name>
    <message numerus="yes">
        <source>%n bytes: at the slowest data rate a frame holds 51, and the network throws longer ones away.</source>
        <translation>
            <numerusform>%n byte: at the slowest data rate a frame holds 51, and the network throws longer ones away.</numerusform>
            <numerusform>%n bytes: at the slowest data rate a frame holds 51, and the network throws longer ones away.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commands waited at %1.</source>
        <translation>
            <numerusform>%n command waited at %1.</numerusform>
            <numerusform>%n commands waited at %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::LampView</name>
    <message numerus="yes">
        <source>%n commands, newest first</source>
        <translation>
            <numerusform>%n command</numerusform>
            <numerusform>%n commands, newest first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::LampsDesk</name>
    <message numerus="yes">
        <source>%n colours are sent again</source>
        <translation>
            <numerusform>%n colour is sent again</numerusform>
            <numerusform>%n colours are sent again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::OverridesPage</name>
    <message numerus="yes">
        <source>%n overrides are in force.</source>
        <translation>
            <numerusform>%n override is in force.</numerusform>
            <numerusform>%n overrides are in force.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n overrides back</source>
        <translation>
            <numerusform>Take %n override back</numerusform>
            <numerusform>Take %n overrides back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overrides</source>
        <translation>
            <numerusform>%n override</numerusform>
            <numerusform>%n overrides</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::PayloadView</name>
    <message numerus="yes">
        <source>%n bytes, port %1</source>
        <translation>
            <numerusform>%n byte, port %1</numerusform>
            <numerusform>%n bytes, port %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::PlaceTabs</name>
    <message numerus="yes">
        <source>%n buildings</source>
        <translation>
            <numerusform>%n building</numerusform>
            <numerusform>%n buildings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SensorSection</name>
    <message numerus="yes">
        <source>%1 · port %2, %n bytes</source>
        <translation>
            <numerusform>%1 · port %2, %n byte</numerusform>
            <numerusform>%1 · port %2, %n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Applies to %n more devices of the same profile.</source>
        <translation>
            <numerusform>Applies to %n more device of the same profile.</numerusform>
            <numerusform>Applies to %n more devices of the same profile.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SeriesDesk</name>
    <message numerus="yes">
        <source>%n bookings of %1 made</source>
        <translation>
            <numerusform>%n booking of %1 made</numerusform>
            <numerusform>%n bookings of %1 made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bookings changed</source>
        <translation>
            <numerusform>%n booking changed</numerusform>
            <numerusform>%n bookings changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bookings cancelled</source>
        <translation>
            <numerusform>%n booking cancelled</numerusform>
            <numerusform>%n bookings cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bookings are over and stay cancelled</source>
        <translation>
            <numerusform>%n booking is over and stays cancelled</numerusform>
            <numerusform>%n bookings are over and stay cancelled</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SitePainter</name>
    <message numerus="yes">
        <source>%n floors</source>
        <translation>
            <numerusform>%n floor</numerusform>
            <numerusform>%n floors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpaceActions</name>
    <message numerus="yes">
        <source>Set %n to maintenance</source>
        <translation>
            <numerusform>Set %n to maintenance</numerusform>
            <numerusform>Set %n to maintenance</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n to occupied</source>
        <translation>
            <numerusform>Set %n to occupied</numerusform>
            <numerusform>Set %n to occupied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n to free</source>
        <translation>
            <numerusform>Set %n to free</numerusform>
            <numerusform>Set %n to free</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n overrides back</source>
        <translation>
            <numerusform>Take %n override back</numerusform>
            <numerusform>Take %n overrides back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resend %n colours</source>
        <translation>
            <numerusform>Resend %n colour</numerusform>
            <numerusform>Resend %n colours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpaceForm</name>
    <message numerus="yes">
        <source>Add %n spaces</source>
        <translation>
            <numerusform>Add %n space</numerusform>
            <numerusform>Add %n spaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpaceListDesk</name>
    <message numerus="yes">
        <source>%n spaces added</source>
        <translation>
            <numerusform>%n space added</numerusform>
            <numerusform>%n spaces added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces deleted</source>
        <translation>
            <numerusform>%n space deleted</numerusform>
            <numerusform>%n spaces deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces are back</source>
        <translation>
            <numerusform>%n space is back</numerusform>
            <numerusform>%n spaces are back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n space</numerusform>
            <numerusform>%n spaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpaceListPage</name>
    <message numerus="yes">
        <source>%n spaces moved to %1</source>
        <translation>
            <numerusform>%n space moved to %1</numerusform>
            <numerusform>%n spaces moved to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces now have “%1”</source>
        <translation>
            <numerusform>%n space now has “%1”</numerusform>
            <numerusform>%n spaces now have “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces no longer have “%1”</source>
        <translation>
            <numerusform>%n space no longer has “%1”</numerusform>
            <numerusform>%n spaces no longer have “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces are there.</source>
        <translation>
            <numerusform>%n space is there.</numerusform>
            <numerusform>%n spaces are there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpaceTickBar</name>
    <message numerus="yes">
        <source>%n spaces ticked</source>
        <translation>
            <numerusform>%n space ticked</numerusform>
            <numerusform>%n spaces ticked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n space</numerusform>
            <numerusform>%n spaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpacesChoice</name>
    <message numerus="yes">
        <source>A first list: %n spaces named after their sensors</source>
        <translation>
            <numerusform>A first list: %n space named after its sensor</numerusform>
            <numerusform>A first list: %n spaces named after their sensors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpacesDesk</name>
    <message numerus="yes">
        <source>%n spaces are left out: they were deleted meanwhile</source>
        <translation>
            <numerusform>%n space is left out: it was deleted meanwhile</numerusform>
            <numerusform>%n spaces are left out: they were deleted meanwhile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors are read by their profile from now on</source>
        <translation>
            <numerusform>The sensor is read by its profile from now on</numerusform>
            <numerusform>%n sensors are read by their profile from now on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensors are read as %1 from their next uplink on</source>
        <translation>
            <numerusform>The sensor is read as %1 from its next uplink on</numerusform>
            <numerusform>%n sensors are read as %1 from their next uplink on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces moved</source>
        <translation>
            <numerusform>%n space moved</numerusform>
            <numerusform>%n spaces moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Override taken back on %n spaces</source>
        <translation>
            <numerusform>Override taken back on %n space</numerusform>
            <numerusform>Override taken back on %n spaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::SpacesPage</name>
    <message numerus="yes">
        <source>Resend the colour to %n lamps of %1?</source>
        <translation>
            <numerusform>Resend the colour to %n lamp of %1?</numerusform>
            <numerusform>Resend the colour to %n lamps of %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resend %n colours</source>
        <translation>
            <numerusform>Resend %n colour</numerusform>
            <numerusform>Resend %n colours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n lamp commands wait</source>
        <translation>
            <numerusform>%n lamp command waits</numerusform>
            <numerusform>%n lamp commands wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::TickBar</name>
    <message numerus="yes">
        <source>%n ticked</source>
        <translation>
            <numerusform>%n ticked</numerusform>
            <numerusform>%n ticked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retire %n</source>
        <translation>
            <numerusform>Retire %n</numerusform>
            <numerusform>Retire %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n</source>
        <translation>
            <numerusform>Bring back %n</numerusform>
            <numerusform>Bring back %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::TripView</name>
    <message numerus="yes">
        <source>%n devices</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next ladder trip: %n on %1</source>
        <translation>
            <numerusform>Next ladder trip: %n on %1</numerusform>
            <numerusform>Next ladder trip: %n on %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parking::ui::TroubleList</name>
    <message numerus="yes">
        <source>%n lamps do not show what they should</source>
        <translation>
            <numerusform>%n lamp does not show what it should</numerusform>
            <numerusform>%n lamps do not show what they should</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
