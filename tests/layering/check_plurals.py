#!/usr/bin/env python3
"""Fails when a text with %n has no English plural forms: without them people read "1 lamps".

check_plurals.py LUPDATE SOURCE. `--self-test` leaves one out and must find it.
"""

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

NAME = "smart-parking_en.ts"


def problems(lupdate, source, file):
    """What lupdate would add, and what is there without its two forms."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, NAME)
        shutil.copy(file, copy)
        subprocess.run([lupdate, "-silent", "-pluralonly", "-no-obsolete", "-locations", "none",
                        str(source / "ui"), str(source / "src"), "-ts", str(copy)],
                       check=True, stderr=subprocess.DEVNULL)
        found = []
        for context in xml.parse(copy).getroot().iter("context"):
            for message in context.iter("message"):
                forms = [form.text or "" for form in message.iter("numerusform")]
                is_open = message.find("translation").get("type") == "unfinished"
                if is_open or len(forms) != 2 or not all(forms):
                    found.append(f"{context.findtext('name')}: {message.findtext('source')}")
        return found


def self_test(lupdate, source):
    with tempfile.TemporaryDirectory() as folder:
        tree = xml.parse(source / "translations" / NAME)
        context = tree.getroot().find("context")
        context.remove(context.find("message"))
        file = Path(folder, NAME)
        tree.write(file, encoding="utf-8", xml_declaration=True)
        return len(problems(lupdate, source, file)) == 1


def main():
    words = [word for word in sys.argv[1:] if word != "--self-test"]
    lupdate, source = words[0], Path(words[1])
    if "--self-test" in sys.argv:
        return 0 if self_test(lupdate, source) else "the missing plural was not found"
    found = problems(lupdate, source, source / "translations" / NAME)
    return "without plural forms in translations/" + NAME + ":\n" + "\n".join(found) if found else 0


if __name__ == "__main__":
    sys.exit(main())
