#!/usr/bin/env python3
"""Writes what is in a package as CycloneDX 1.5 (JSON): sbom.py NAME VERSION FILE... [options].

It tells what it can prove and no more: the files by their SHA-256; with --files the libraries that a
tarball brings, by the Debian package that each came from; with --linked the packages of this system
that a program was built against and loads, which a .deb takes from the system where it is installed.
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import subprocess
import uuid
from pathlib import Path


def sha256(file):
    digest = hashlib.sha256()
    with open(file, "rb") as opened:
        for block in iter(lambda: opened.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def distribution():
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    words = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.M))
    return words.get("ID", "linux"), words.get("VERSION_ID", "")


def component(package, version, scope):
    name, release = distribution()
    purl = f"pkg:deb/{name}/{package}@{version.replace('+', '%2B').replace(':', '%3A')}"
    if release:
        purl += f"?distro={name}-{release}"
    return {"type": "library", "bom-ref": purl, "name": package, "version": version, "scope": scope,
            "purl": purl}


def packages_behind(program):
    """The packages of the libraries that the loader takes for a program."""
    listed = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    found = {}
    for path in re.findall(r"=> (/\S+)", listed):
        for name in (path, "/usr" + path):
            owner = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
            if owner.returncode == 0:
                package = owner.stdout.split(": ")[0].split(",")[0]
                found[package.split(":")[0]] = subprocess.run(
                    ["dpkg-query", "-W", "-f", "${Version}", package], check=True,
                    capture_output=True, text=True).stdout
                break
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("version")
    parser.add_argument("artefacts", nargs="+", type=Path)
    parser.add_argument("--files", type=Path, help="what portable.py --list wrote")
    parser.add_argument("--linked", action="append", default=[], help="a program that was built")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    components = []
    if arguments.files:
        files = {}
        for line in arguments.files.read_text(encoding="utf-8").splitlines():
            path, package, version = line.split("\t")
            files.setdefault((package, version), []).append(path)
        for (package, version), paths in sorted(files.items()):
            entry = component(package or "unknown", version, "required")
            entry["properties"] = [{"name": "path", "value": path} for path in paths]
            components.append(entry)
    linked = {}
    for program in arguments.linked:
        linked.update(packages_behind(program))
    known = {entry["name"] for entry in components}
    # Not inside: the system where it is installed brings its own, of a version that fits.
    components += [component(package, version, "excluded")
                   for package, version in sorted(linked.items()) if package not in known]

    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.datetime.now().timestamp())
    sums = {file.name: sha256(file) for file in arguments.artefacts}
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps([sums, components], sort_keys=True))
    about = {"type": "application", "bom-ref": arguments.name, "name": arguments.name,
             "version": arguments.version, "licenses": [{"license": {"id": "GPL-3.0-or-later"}}],
             "components": [{"type": "file", "name": name,
                             "hashes": [{"alg": "SHA-256", "content": content}]}
                            for name, content in sums.items()]}
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"timestamp": datetime.datetime.fromtimestamp(
                         moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                     "component": about},
        "components": components,
        "dependencies": [{"ref": arguments.name,
                          "dependsOn": sorted(entry["bom-ref"] for entry in components)}]}
    arguments.out.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
