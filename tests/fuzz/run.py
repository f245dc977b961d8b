#!/usr/bin/env python3
"""Runs fuzz targets, two at a time, and fails on a crash, a sanitizer's finding, a broken promise, an
input that takes more than 5 s, and more than 256 MiB of memory. What is found stays in FOLDER/found.

    tests/fuzz/run.py build/fuzz [TARGET ...] [--seconds 60 | --runs N]

The exit code is the number of targets that found something.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
TARGETS = sorted(path.stem[5:] for path in Path(__file__).resolve().parent.glob("fuzz_*.cpp"))
KINDS = ["up", "join", "status", "ack", "txack", "log", "location"]
SENSOR, DISPLAY = 1, 2  # what the database knows of the device


def seeds(target):
    """Inputs to begin with: real messages in the form that the target reads, and tests/data/fuzz."""
    for path in sorted((DATA / "chirpstack").glob("ev_*")):
        kind = KINDS.index({"nack": "ack", "up_default": "up"}.get(path.stem[3:], path.stem[3:]))
        if target == "message":
            yield bytes([kind, SENSOR]) + path.read_bytes()
            yield bytes([kind, DISPLAY]) + path.read_bytes()
        elif target == "protobuf" and path.suffix == ".pb":
            yield bytes([kind]) + path.read_bytes()
    for line in (DATA / "chirpstack" / "protobuf.jsonl").read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        topic, payload = message["topic"].encode(), base64.b64decode(message["protobuf"])
        if target == "message":
            yield bytes([len(KINDS), SENSOR]) + topic + b"\n" + payload
            yield bytes([len(KINDS), SENSOR]) + topic + b"\n" + message["json"].encode()
    for path in sorted((DATA / "fuzz" / target).glob("*")):
        yield path.read_bytes()


def run(target, arguments):
    """True when nothing was found."""
    folder = arguments.folder
    corpus = folder / "corpus" / target
    found = folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed{number}").write_bytes(seed)
    # The sanitizer keeps freed memory for a while, and every way by which memory was ever asked for
    # (80 MiB for each million inputs at its 30 frames, nothing that grows at 3): not the program's.
    environment = dict(os.environ, UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1", LC_ALL="C.UTF-8",
                       ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=3:detect_leaks=0")
    if os.access("/dev/shm", os.W_OK):
        environment["TMPDIR"] = "/dev/shm"  # the journal's target makes a folder for each input
    bound = f"-runs={arguments.runs}" if arguments.runs else f"-max_total_time={arguments.seconds}"
    command = [folder / "bin" / f"fuzz_{target}", corpus, bound, "-timeout=5", "-rss_limit_mb=256",
               "-max_len=65536", "-print_final_stats=1", f"-artifact_prefix={found}/{target}-"]
    if arguments.seed:
        command.append(f"-seed={arguments.seed}")
    log = folder / f"{target}.log"
    with open(log, "wb") as out:
        result = subprocess.run([str(word) for word in command], cwd=folder, env=environment,
                                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    text = log.read_text(errors="replace")
    stats = dict(re.findall(r"stat::(\w+):\s+(\d+)", text))
    inputs = int(stats.get("number_of_executed_units", "0"))
    good = result.returncode == 0 and inputs > 0
    print(f"fuzz {target}: {inputs} inputs, {stats.get('peak_rss_mb', '?')} MiB"
          + ("" if good else ": FOUND, its input and report are:"), flush=True)
    if not good:
        print("\n".join(text.splitlines()[-60:]), flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=lambda text: Path(text).resolve())
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--runs", type=int, help="so many inputs instead")
    parser.add_argument("--seed", type=int, help="of the fuzzer's dice")
    arguments = parser.parse_args()
    targets = arguments.targets or TARGETS
    if not set(targets) <= set(TARGETS):
        parser.error("targets are " + ", ".join(TARGETS))
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda target: run(target, arguments), targets))
    sys.exit(results.count(False))


if __name__ == "__main__":
    main()
