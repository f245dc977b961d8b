#!/usr/bin/env python3
"""Makes a tarball of an installed tree with its own Qt: portable.py TREE OUT.tar.gz [--list FILE].

TREE is what `cmake --install` left below a prefix. Libraries come from the system on which this runs;
those of the C library, the graphics driver, X11 and fonts stay the target's own (STAY), because they
belong together with its kernel, its driver and its settings. The programs find theirs by an RPATH,
which, unlike a RUNPATH, holds for what the libraries and plugins load in turn.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PROGRAMS = ["smart-parking", "parkctl"]
PLUGINS = ["platforms/libqxcb", "platforms/libqoffscreen", "platforms/libqwayland-generic",
           "platforms/libqwayland-egl", "wayland-shell-integration/libxdg-shell",
           "wayland-decoration-client/libbradient", "wayland-graphics-integration-client/libqt-plugin-wayland-egl",
           "xcbglintegrations/libqxcb-glx-integration", "xcbglintegrations/libqxcb-egl-integration",
           "sqldrivers/libqsqlite", "sqldrivers/libqsqlpsql", "iconengines/libqsvgicon",
           "imageformats/libqsvg", "imageformats/libqjpeg", "imageformats/libqgif",
           "tls/libqopensslbackend", "printsupport/libcupsprintersupport",
           "platforminputcontexts/libcomposeplatforminputcontextplugin",
           "platforminputcontexts/libibusplatforminputcontextplugin"]
NEEDED = {"platforms/libqxcb", "platforms/libqoffscreen", "platforms/libqwayland-generic",
          "sqldrivers/libqsqlite", "sqldrivers/libqsqlpsql", "iconengines/libqsvgicon",
          "tls/libqopensslbackend"}
STAY = re.compile(r"^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util|anl|nsl|BrokenLocale|"
                  r"stdc\+\+|gcc_s|"
                  r"GL|EGL|GLX|OpenGL|GLdispatch|GLESv2|drm|gbm|"
                  r"X11|X11-xcb|xcb|Xau|Xdmcp|wayland-.*|"
                  r"fontconfig|freetype|harfbuzz|graphite2|glib-2\.0|gthread-2\.0|expat|z|zstd|"
                  r"png16|dbus-1|systemd|cups))\.so\..*$")


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def is_elf(file):
    with open(file, "rb") as opened:
        return opened.read(4) == b"\x7fELF"


def needed(file):
    return re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", str(file)))


def places(file):
    """Where the loader of this system finds each library that a file needs, its own needs too."""
    found = dict(re.findall(r"^\s*(\S+) => (/\S+)", output("ldd", str(file)), re.M))
    return {name: Path(path) for name, path in found.items()}


def libraries(starts):
    """{name: path} of what the files need; what only a library that stays needs, stays with it."""
    known, found, open_ = {}, {}, list(starts)
    for file in starts:
        known.update(places(file))
    while open_:
        for name in needed(open_.pop()):
            if name in found or STAY.match(name):
                continue
            if name not in known:
                sys.exit(f"{name} is not there")
            found[name] = known[name]
            open_.append(known[name])
    return found


def package_of(path):
    """(package, version) of Debian that a file is of; None elsewhere."""
    for name in (path, Path("/usr") / path.relative_to("/")):
        listed = subprocess.run(["dpkg-query", "-S", str(name)], capture_output=True, text=True)
        if listed.returncode == 0:
            package = listed.stdout.split(": ")[0].split(",")[0]
            version = output("dpkg-query", "-W", "-f", "${Version}", package)
            return package.split(":")[0], version
    return None


def collect(tree, root):
    """Copies what the programs need below root/lib and root/plugins; gives (copy, origin)."""
    taken = []
    plugins = Path(output("qtpaths6", "--query", "QT_INSTALL_PLUGINS").strip())
    starts = [root / "bin" / name for name in PROGRAMS]
    for plugin in PLUGINS:
        source = plugins / (plugin + ".so")
        if not source.exists():
            if plugin in NEEDED:
                sys.exit(f"{source} is missing")
            continue
        target = root / "plugins" / (plugin + ".so")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        taken.append((target, source))
        starts.append(source)
    (root / "lib").mkdir(exist_ok=True)
    for name, path in sorted(libraries(starts).items()):
        real = path.resolve()
        target = root / "lib" / name
        shutil.copy(real, target)
        target.chmod(0o644)
        taken.append((target, real))
    return taken


def write_licences(root, packages):
    folder = root / "share" / "licences"
    folder.mkdir(parents=True)
    for package in sorted(packages):
        source = Path("/usr/share/doc", package, "copyright")
        if not source.exists():
            sys.exit(f"{package} has no licence in {source}")
        shutil.copyfile(source.resolve(), folder / f"{package}.txt")
    for name in ("GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "Apache-2.0", "MPL-2.0"):
        text = Path("/usr/share/common-licenses", name)
        if text.exists():
            shutil.copyfile(text.resolve(), folder / f"{name}.txt")


def write_settings(root):
    (root / "bin" / "qt.conf").write_text(
        "[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n", encoding="utf-8")
    translations = Path(output("qtpaths6", "--query", "QT_INSTALL_TRANSLATIONS").strip())
    (root / "translations").mkdir()
    for file in sorted(translations.glob("qtbase_*.qm")):
        shutil.copy(file, root / "translations")


def binaries(root):
    files = [*root.glob("bin/*"), *root.glob("lib/*"), *root.glob("plugins/*/*.so")]
    return [file for file in files if is_elf(file)]


def missing(root):
    """What has to be there: names of libraries that are loaded and not in the tree."""
    names = {name for file in binaries(root) for name in needed(file)}
    return sorted(name for name in names if not (root / "lib" / name).exists())


def newest_glibc(root):
    """The highest version of the C library that anything in the tree asks for."""
    found = {version for file in binaries(root)
             for version in re.findall(r"GLIBC_(\d[0-9.]*)", output("objdump", "-T", str(file)))}
    return max(found, key=lambda text: [int(part) for part in text.split(".")])


def pack(root, out):
    """The same bytes each time: sorted, without owners, all of one moment."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))

    def plain(info):
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = moment
        return info

    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, moment) as packed, \
            tarfile.open(fileobj=packed, mode="w") as tar:
        for path in [root, *sorted(root.rglob("*"))]:
            tar.add(path, path.relative_to(root.parent).as_posix(), recursive=False, filter=plain)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--list", type=Path, help="write path, package and version of each file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, arguments.out.name.removesuffix(".tar.gz"))
        shutil.copytree(arguments.tree, root, symlinks=True)
        for system in ("lib/systemd", "lib/sysusers.d", "libexec"):  # of use for a whole system only
            shutil.rmtree(root / system, ignore_errors=True)
        taken = collect(arguments.tree, root)
        for name in PROGRAMS:
            subprocess.run(["strip", root / "bin" / name], check=True)
            subprocess.run(["patchelf", "--force-rpath", "--set-rpath", "$ORIGIN/../lib",
                            root / "bin" / name], check=True)
        origins = [(copy, package_of(origin)) for copy, origin in taken]
        write_licences(root, {origin[0] for _, origin in origins if origin})
        write_settings(root)
        needs = missing(root)
        text = (f"Programs for Linux with their own Qt. They need glibc {newest_glibc(root)} or later "
                f"and of the system:\n\n" + "\n".join(f"  {name}" for name in needs)
                + "\n\nStart bin/smart-parking or bin/parkctl. Wayland's libraries are needed under "
                  "Wayland only,\nlibcups for printing only.\n")
        (root / "README.txt").write_text(text, encoding="utf-8")
        if arguments.list:
            arguments.list.write_text("".join(
                f"{copy.relative_to(root)}\t{origin[0]}\t{origin[1]}\n" if origin
                else f"{copy.relative_to(root)}\t\t\n" for copy, origin in origins), encoding="utf-8")
        pack(root, arguments.out)


if __name__ == "__main__":
    main()
