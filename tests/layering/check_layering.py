#!/usr/bin/env python3
"""Fails on an #include that GRAPH does not allow, and on a circle in GRAPH. `--self-test` alone plants
faults and must find them; it also runs before each check.

The linker does not notice: on Debian <QtWidgets/QWidget> compiles with Qt Core alone.
"""

import re
import sys
import tempfile
from pathlib import Path

GUI = re.compile(r"Qt(Gui|Widgets|Charts|Svg|PrintSupport)/|Q(Widget|Pixmap|Painter|Application|Color|"
                 r"Font|Icon|Image)\b")

# What each room may include, itself apart. Rooms of ui begin with "ui/"; a file directly in ui, such
# as labels.h, is a room of its own, and so is the desk of a page's folder: only desks, and what joins
# them, see engine and read. The engine's wings are rooms; "engine" is what stands above them.
VALUES = {"base", "domain"}
LOW = VALUES | {"devices", "chirpstack", "mail", "mqtt", "journal", "store"}
WINGS = {"engine/context", "engine/station", "engine/lamps", "engine/spaces", "engine/bookings",
         "engine/ingest", "engine/alarms"}
ENGINE = {"engine"} | WINGS
BELOW_CLI = LOW | ENGINE | {"read", "archive", "checks", "settings", "http", "sim"}
WORDS = {"ui/actlabels", "ui/labels", "ui/healthlabels", "ui/shownzone", "ui/timelabels"}
SHOWN = VALUES | WORDS | {"devices", "ui/theme", "ui/widgets"}
AT_DESKS = SHOWN | {"engine", "read", "ui/models", "ui/desk"}
GRAPH = {
    "domain/problems": set(),
    "base": set(),
    "domain": {"base"},
    "devices": VALUES,
    "chirpstack": VALUES,
    "mail": {"base"},
    "mqtt": {"base"},
    "journal": {"base", "mqtt"},
    "store": VALUES,
    "read": VALUES | {"devices", "store"},
    "archive": VALUES | {"store", "read"},
    "http": {"base"},
    "engine/context": set(),
    "engine/station": VALUES | {"store", "read"},
    "engine/lamps": VALUES | {"devices", "chirpstack", "store", "read", "engine/context",
                              "engine/station"},
    "engine/spaces": VALUES | {"devices", "store", "read", "engine/context", "engine/station",
                               "engine/lamps"},
    "engine/bookings": VALUES | {"store", "read", "engine/context", "engine/station", "engine/lamps",
                                 "engine/spaces"},
    "engine/ingest": LOW | {"engine/context", "engine/station", "engine/lamps", "engine/spaces"},
    "engine/alarms": VALUES | {"devices", "chirpstack", "mail", "store", "read", "engine/context",
                               "engine/station", "engine/spaces"},
    "engine": LOW | WINGS | {"read"},
    "checks": LOW | {"engine/lamps"},
    "settings": LOW | ENGINE,
    "sim": VALUES | {"mqtt", "http", "devices"},
    "cli": BELOW_CLI,
    "ui/theme": VALUES,
    "ui/shownzone": VALUES,
    "ui/timelabels": VALUES,
    "ui/labels": VALUES | {"devices", "ui/theme", "ui/shownzone", "ui/timelabels"},
    "ui/healthlabels": VALUES | {"ui/labels"},
    "ui/actlabels": VALUES | {"ui/labels", "ui/timelabels"},
    "ui/models": VALUES | {"devices", "ui/labels"},
    "ui/desk": VALUES | {"engine", "read", "ui/models"},
    "ui/widgets": VALUES | {"devices", "ui/theme", "ui/labels", "ui/timelabels"},
    "ui/map": SHOWN | {"ui/models"},
    "ui/lamps": SHOWN | {"ui/models"},
    "ui/lamps/lampsdesk": AT_DESKS | {"ui/lamps"},
    "ui/spaces": SHOWN | {"ui/models", "ui/map", "ui/lamps", "ui/bookings"},
    "ui/spaces/spacesdesk": AT_DESKS | {"ui/spaces"},
    "ui/bookings": SHOWN | {"ui/models"},
    "ui/bookings/bookingfilesdesk": AT_DESKS | {"ui/bookings"},
    "ui/bookings/clashdesk": AT_DESKS | {"ui/bookings"},
    "ui/bookings/seriesdesk": AT_DESKS | {"ui/bookings", "ui/bookings/clashdesk"},
    "ui/bookings/undodesk": AT_DESKS,
    "ui/bookings/bookingsdesk": AT_DESKS | {"ui/bookings", "ui/bookings/bookingfilesdesk",
                                            "ui/bookings/clashdesk", "ui/bookings/seriesdesk", "ui/bookings/undodesk"},
    "ui/devices": SHOWN | {"ui/models", "ui/lamps", "ui/map"},
    "ui/devices/deviceimportdesk": AT_DESKS | {"engine/spaces", "ui/devices"},
    "ui/devices/devicesdesk": AT_DESKS | {"engine/spaces", "ui/devices",
                                          "ui/devices/deviceimportdesk"},
    "ui/spacelist": SHOWN | {"ui/models", "ui/devices", "ui/lamps", "ui/bookings"},
    "ui/spacelist/importdesk": AT_DESKS | {"engine/spaces", "ui/spacelist"},
    "ui/spacelist/spacelistdesk": AT_DESKS | {"engine/spaces", "ui/spacelist",
                                              "ui/spacelist/importdesk"},
    "ui/events": SHOWN | {"ui/models", "ui/devices", "ui/lamps", "ui/bookings", "ui/alarms"},
    "ui/events/eventsdesk": AT_DESKS | {"ui/events", "ui/devices"},
    "ui/walk": SHOWN | {"ui/models", "ui/devices"},
    "ui/walk/walkdesk": AT_DESKS | {"ui/walk"},
    "ui/alarms": SHOWN | {"ui/models"},
    "ui/alarms/alarmsdesk": AT_DESKS | {"ui/alarms"},
    "ui/health": SHOWN | {"ui/models"},
    "ui/health/healthdesk": AT_DESKS | {"ui/health"},
    "ui/review": SHOWN,
    "ui/settings": SHOWN | {"ui/models", "settings", "checks", "ui/setup"},
    "ui/settings/settingsdesk": AT_DESKS | {"settings", "ui/settings"},
    "ui/kiosk": SHOWN | {"ui/models"},
    "ui/setup": SHOWN | {"checks", "settings"},
    "ui/shell": SHOWN | {"ui/models"},
    "ui/app": AT_DESKS | {"engine/spaces", "settings", "sim", "ui/map", "ui/lamps", "ui/lamps/lampsdesk", "ui/spaces",
                          "ui/spaces/spacesdesk", "ui/bookings", "ui/bookings/bookingsdesk", "ui/devices", "ui/devices/devicesdesk", "ui/walk", "ui/walk/walkdesk",
                          "ui/health", "ui/health/healthdesk", "ui/kiosk", "ui/review", "archive", "ui/shell", "ui/alarms", "ui/alarms/alarmsdesk",
                          "ui/settings", "ui/settings/settingsdesk",
                          "ui/spacelist", "ui/spacelist/spacelistdesk",
                          "ui/events", "ui/events/eventsdesk",
                          "ui/setup"},
    "ui/main": {"base", "settings", "ui/app"},
}


# Headers that include nothing of ours and are rooms of their own; the first may be included by all.
ALONE = {"domain/problems.h", "engine/context.h"}
CODES = "domain/problems"


def room(path, top):
    """The room of a file, given below src or ui."""
    if path.as_posix() in ALONE:
        return path.with_suffix("").as_posix()
    parts = path.parts
    if top == "ui":
        is_desk = len(parts) > 1 and parts[0] != "desk" and path.stem.endswith("desk")
        return "ui/" + (f"{parts[0]}/{path.stem}" if is_desk else parts[0] if len(parts) > 1 else path.stem)
    return "/".join(parts[:2]) if parts[0] == "engine" and len(parts) > 2 else parts[0]


def circle(graph):
    """A way from a room back to itself; empty when there is none."""
    done = set()

    def search(name, way):
        if name in way:
            return way[way.index(name):] + [name]
        if name in done:
            return []
        for below in sorted(graph.get(name, ())):
            found = search(below, way + [name])
            if found:
                return found
        done.add(name)
        return []

    for name in sorted(graph):
        found = search(name, [])
        if found:
            return found
    return []


def problems(source):
    found = []
    for top in ("src", "ui"):
        folder = source / top
        for path in sorted([*folder.rglob("*.h"), *folder.rglob("*.cpp")]):
            own = room(path.relative_to(folder), top)
            where = path.relative_to(source)
            if own not in GRAPH:
                found.append(f"{where}: the room {own} is not in GRAPH")
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
                if not match or match[2].endswith(".moc"):
                    continue
                if match[1] == "<":
                    wrong = top == "src" and GUI.match(match[2])
                else:
                    target = next((tree for tree in ("src", "ui") if (source / tree / match[2]).exists()),
                                  None)
                    if target is None:
                        found.append(f"{where}:{number}: {match[2]} is neither in src nor in ui")
                        continue
                    other = room(Path(match[2]), target)
                    wrong = other not in GRAPH[own] | {own, CODES}
                if wrong:
                    found.append(f"{where}:{number}: {own} must not include {match[2]}")
    return found


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("src/store/database.h", ""),
                           ("src/engine/engine.h", ""),
                           ("src/domain/a.h", '#include "store/database.h"\n'),
                           ("src/base/b.cpp", "#include <QWidget>\n"),
                           ("src/engine/lamps/c.cpp", '#include "engine/engine.h"\n'),
                           ("src/engine/lamps/d.cpp", '#include "store/database.h"\n'),
                           ("src/cellar/e.h", ""),
                           ("ui/lamps/lampsdesk.cpp", '#include "engine/engine.h"\n'),
                           ("ui/lamps/lampcard.cpp", '#include "lamps/lampsdesk.h"\n'),
                           ("ui/lamps/lampsdesk.h", ""),
                           ("ui/map/f.cpp", '#include "engine/engine.h"\n#include "nowhere.h"\n')):
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return (len(problems(Path(folder))) == 7
                and circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
                and not circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}))


def main():
    if not self_test():
        print("the check does not find what it must find")
        return 1
    if sys.argv[1:] == ["--self-test"]:
        return 0
    found = problems(Path(sys.argv[1]))
    round_way = circle(GRAPH)
    if round_way:
        found.append("GRAPH has a circle: " + " -> ".join(round_way))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
