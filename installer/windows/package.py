#!/usr/bin/env python3
"""Makes an installer of an installed tree for Windows: package.py TREE OUT.exe VERSION [--strip PROGRAM].

TREE is what `cmake --install` left below a prefix. Signed by osslsigncode where PARKING_SIGN_PKCS12 names a
certificate with its key, PARKING_SIGN_PASSWORD_FILE the file with its password, and PARKING_SIGN_TIMESTAMP
the address of who attests the time; without a certificate nothing is signed, and that is said.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path, PureWindowsPath

HERE = Path(__file__).resolve().parent


def signing():
    """The words before a file's name that sign it; none where no certificate is given."""
    if not os.environ.get("PARKING_SIGN_PKCS12"):
        return []
    if not shutil.which("osslsigncode"):
        sys.exit("PARKING_SIGN_PKCS12 names a certificate, but osslsigncode is not installed")
    return [sys.executable, str(HERE / "sign.py")]


def write_lists(tree, folder):
    """What is brought and what is taken away, each file by its name."""
    bring, take = [], []
    folders = sorted([tree, *(path for path in tree.rglob("*") if path.is_dir())])
    for path in folders:
        target = PureWindowsPath("$INSTDIR", *path.relative_to(tree).parts)
        files = sorted(file for file in path.iterdir() if file.is_file())
        if files:
            bring.append(f'SetOutPath "{target}"')
        bring += [f'File "{file}"' for file in files]
        take += [f'Delete "{target / file.name}"' for file in files]
    for path in sorted(folders[1:], reverse=True):  # what is inside before what it is in
        take.append(f'RMDir "{PureWindowsPath("$INSTDIR", *path.relative_to(tree).parts)}"')
    (folder / "install.nsh").write_text("\n".join(bring) + "\n", encoding="utf-8")
    (folder / "uninstall.nsh").write_text("\n".join(take) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("version")
    parser.add_argument("--strip", help="the program that takes symbols away")
    arguments = parser.parse_args()
    tree, sign = arguments.tree.resolve(), signing()
    for file in sorted(file for file in tree.rglob("*") if file.suffix in (".exe", ".dll")):
        if arguments.strip:
            subprocess.run([arguments.strip, "--strip-unneeded", file], check=True)
        if sign:
            subprocess.run([*sign, file], check=True)
    if moment := int(os.environ.get("SOURCE_DATE_EPOCH", "0")):
        for path in tree.rglob("*"):
            os.utime(path, (moment, moment))
    with tempfile.TemporaryDirectory() as folder:
        write_lists(tree, Path(folder))
        defines = {"VERSION": arguments.version, "TREE": tree, "FILES": folder, "OUT": arguments.out.resolve()}
        if sign:
            defines["SIGN"] = shlex.join(sign)
        subprocess.run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8",
                        *(f"-D{name}={value}" for name, value in defines.items()), HERE / "smart-parking.nsi"],
                       check=True)
    if not sign:
        print("not signed: PARKING_SIGN_PKCS12 names no certificate")


if __name__ == "__main__":
    main()
