#!/usr/bin/env python3
"""A PostgreSQL with a streaming replica (synchronous commit): the primary is killed, the replica
promoted; how long until a station with both in DATABASE_URL goes on, and is all there that was
acknowledged? A viewer reads from the replica all the time. Needs root, mosquitto, PostgreSQL and
python3-paho-mqtt.

    tests/trials/replica.py build/ci/bin/parkctl [--runs 5] [--rate 100]
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from stormparts import Broker, Postgres, Publisher, Station, holds_within, wait

GOES_ON_WITHIN = 20  # seconds after the kill


class Replica(Postgres):
    def __init__(self, folder, primary):
        self.primary = primary
        super().__init__(folder, "replica")

    def make(self):
        self.run("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "-d",
                 f"host=127.0.0.1 port={self.primary.port} user=postgres application_name=replica")

    def prepare(self):
        pass

    def promote(self):
        self.run("pg_ctl", "promote", "-D", self.data)


def viewer(parkctl, replica):
    """What a viewer asks of the replica; none of it may fail."""
    for words in (["health"], ["devices"], ["deadletters", "list"], ["stations", "list"]):
        done = subprocess.run([parkctl, *words, "--database", replica.url], capture_output=True,
                              text=True, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        # Health's code tells how the station does; that it was read is what counts.
        if done.returncode not in ((0, 1) if words == ["health"] else (0,)) or "read-only" in (
                done.stdout + done.stderr):
            sys.exit(f"{' '.join(words)} on the replica: {done.stdout} {done.stderr}")


def run(parkctl, number, arguments):
    folder = tempfile.mkdtemp(prefix="replica-")
    os.chmod(folder, 0o755)
    parts = []
    try:
        parts.append(broker := Broker(folder))
        parts.append(primary := Postgres(folder))
        subprocess.run([parkctl, "migrate", "--database", primary.url], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.chmod(folder, 0o777)  # the server's user makes the replica's folder
        parts.append(replica := Replica(folder, primary))
        primary.sql("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
        primary.sql("SELECT pg_reload_conf()")
        wait("a synchronous replica",
             lambda: primary.sql("SELECT sync_state FROM pg_stat_replication") == ["sync"])
        url = f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{replica.port}/storm"
        parts.append(station := Station(parkctl, url, broker.port, folder))
        wait("the station at the broker", station.is_connected)
        parts.append(publisher := Publisher(broker.port, arguments.rate))
        wait("uplinks on the replica", lambda: replica.count() > 100)
        time.sleep(random.uniform(0, 3))
        viewer(parkctl, replica)

        killed = time.monotonic()
        primary.stop(signal.SIGKILL)
        time.sleep(random.uniform(0, 3))
        replica.promote()
        before = replica.count()
        wait("the station to go on", lambda: replica.count() > before)
        took = time.monotonic() - killed
        viewer(parkctl, replica)
        time.sleep(3)
        with publisher.resting():
            wait("the publisher", lambda: not publisher.waiting)
            holds_within(60, lambda: publisher.done.keys() <= replica.keys())
            missing = publisher.done.keys() - replica.keys()
        twice = replica.twice()
        letters = replica.sql("SELECT count(*) FROM dead_letters")[0]
        good = took <= GOES_ON_WITHIN and not missing and twice == 0
        print(f"{number}: goes on {took:.1f} s after the kill, {len(publisher.done)} acknowledged, "
              f"{len(missing)} missing, {twice} twice, {letters} dead letters; {station.health()}" + ("" if good else "  WRONG"),
              flush=True)
        station.stop()
        return took, good
    finally:
        for part in reversed(parts):
            part.close()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parkctl")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rate", type=int, default=100, help="uplinks a second")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    results = [run(os.path.abspath(arguments.parkctl), number, arguments)
               for number in range(1, arguments.runs + 1)]
    times = sorted(took for took, _ in results)
    good = all(good for _, good in results)
    print(f"median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s, "
          + ("nothing lost, nothing twice" if good else "WRONG"), flush=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
