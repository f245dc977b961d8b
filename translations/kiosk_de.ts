<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>kiosk</name>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known</source>
        <translation>
            <numerusform>%n nicht bekannt</numerusform>
            <numerusform>%n nicht bekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seconds ago</source>
        <translation>
            <numerusform>vor %n Sekunde</numerusform>
            <numerusform>vor %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spaces</source>
        <translation>
            <numerusform>%n Platz</numerusform>
            <numerusform>%n Plätze</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Trying again in %n seconds</source>
        <translation>
            <numerusform>Neuer Versuch in %n Sekunde</numerusform>
            <numerusform>Neuer Versuch in %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n not known</source>
        <translation>
            <numerusform>und %n nicht bekannt</numerusform>
            <numerusform>und %n nicht bekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n spaces</source>
        <translation>
            <numerusform>von %n Platz</numerusform>
            <numerusform>von %n Plätzen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Best choice</source>
        <translation>Beste Wahl</translation>
    </message>
    <message>
        <source>Free spaces</source>
        <translation>Freie Plätze</translation>
    </message>
    <message>
        <source>Free spaces at %1</source>
        <translation>Freie Plätze um %1</translation>
    </message>
    <message>
        <source>Free spaces not known</source>
        <translation>Freie Plätze nicht bekannt</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Last known number</source>
        <translation>Letzte bekannte Zahl</translation>
    </message>
    <message>
        <source>Last update %1</source>
        <translation>Stand: %1</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>No live data since %1. Numbers may be out of date, please follow the signs.</source>
        <translation>Keine aktuellen Daten seit %1. Zahlen können veraltet sein, bitte den Schildern folgen.</translation>
    </message>
    <message>
        <source>No live data since %1. Please follow the signs.</source>
        <translation>Keine aktuellen Daten seit %1. Bitte den Schildern folgen.</translation>
    </message>
    <message>
        <source>No live data. Please follow the signs.</source>
        <translation>Keine aktuellen Daten. Bitte den Schildern folgen.</translation>
    </message>
    <message>
        <source>Please follow the signs</source>
        <translation>Bitte den Schildern folgen</translation>
    </message>
    <message>
        <source>Spaces can fill while you drive</source>
        <translation>Plätze können sich füllen</translation>
    </message>
    <message>
        <source>There are no spaces here yet</source>
        <translation>Hier gibt es noch keine Plätze</translation>
    </message>
    <message>
        <source>There are no spaces in “%1”</source>
        <translation>In „%1“ gibt es keine Plätze</translation>
    </message>
    <message>
        <source>Trying again now</source>
        <translation>Neuer Versuch läuft</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Aktualisiert %1</translation>
    </message>
    <message>
        <source>Waiting for the sensors’ data</source>
        <translation>Warten auf Daten der Sensoren</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>accessible</source>
        <translation>barrierefrei</translation>
    </message>
    <message>
        <source>charging</source>
        <translation>zum Laden</translation>
    </message>
    <message>
        <source>dddd d MMMM</source>
        <translation>dddd, d. MMMM</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>longest stay</source>
        <translation>Höchstparkdauer</translation>
    </message>
    <message>
        <source>nearly full</source>
        <translation>fast voll</translation>
    </message>
    <message>
        <source>no free space</source>
        <translation>kein freier Platz</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Erdgeschoss</translation>
    </message>
    <message>
        <source>Level %1</source>
        <translation>Ebene %1</translation>
    </message>
    <message>
        <source>Basement %1</source>
        <translation>Untergeschoss %1</translation>
    </message>
    <message>
        <source>Other spaces</source>
        <translation>Weitere Plätze</translation>
    </message>
</context>
</TS>
