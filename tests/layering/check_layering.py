#!/usr/bin/env python3
"""Fails on an #include that the layers forbid. `--self-test` plants one and must find it.

The linker does not notice: on Debian <QtWidgets/QWidget> compiles with Qt Core alone.
"""

import re
import sys
import tempfile
from pathlib import Path

GUI = re.compile(r"Qt(Gui|Widgets|Charts|Svg|PrintSupport)/|Q(Widget|Pixmap|Painter|Application|Color|"
                 r"Font|Icon|Image)\b")
CORE = {
    "base": {"base"},
    "domain": {"base", "domain"},
    "devices": {"base", "domain", "devices"},
    "chirpstack": {"base", "domain", "chirpstack"},
    "mqtt": {"base", "mqtt"},
    "store": {"base", "domain", "store"},
}
JOINING = {"engine", "history", "settings", "sim", "cli"}
UI_WITHOUT_ENGINE = {"map", "models", "theme", "widgets", "pages", "shell"}


def layer(path, root):
    return path.relative_to(root).parts[0]


def problems(source):
    found = []
    core, ui = source / "src", source / "ui"
    for path in sorted([*core.rglob("*.h"), *core.rglob("*.cpp"), *ui.rglob("*.h"), *ui.rglob("*.cpp")]):
        in_core = core in path.parents
        own = layer(path, core if in_core else ui)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if not match:
                continue
            name = match[2]
            target = name.split("/")[0] if match[1] == '"' else None
            wrong = False
            if in_core and match[1] == "<":
                wrong = bool(GUI.match(name))
            elif in_core and "/" in name:
                wrong = target not in CORE.get(own, set(CORE) | JOINING)
            elif not in_core and own in UI_WITHOUT_ENGINE:
                wrong = target in ("engine", "store", "mqtt", "chirpstack", "sim", "cli")
            if wrong:
                found.append(f"{path.relative_to(source)}:{number}: {own} must not include {name}")
    return found


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("src/domain/a.h", '#include "store/database.h"\n'),
                           ("src/engine/b.cpp", "#include <QWidget>\n"),
                           ("src/engine/c.cpp", '#include "store/database.h"\n'),
                           ("ui/map/d.cpp", '#include "engine/engine.h"\n')):
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return len(problems(Path(folder))) == 3


def main():
    if not self_test():
        print("the check does not find what it must find")
        return 1
    found = problems(Path(sys.argv[1]))
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
