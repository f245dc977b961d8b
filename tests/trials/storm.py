#!/usr/bin/env python3
"""Uplinks and faults, and whether all that was acknowledged is in the database at the end.

A station, a broker and a database of their own; uplinks are published all the time, and one fault
after the other hits one of the three, or the disks under them. The faults come in an order by the
seed, which is printed. What lasts has to be told by `parkctl health` within 15 s, by its own name and
not before it happened. Needs root (disks of its own, on loop devices), mosquitto, PostgreSQL and
python3-paho-mqtt.

    tests/trials/storm.py build/ci/bin/parkctl [--uplinks 200000] [--faults 50] [--seed N]
        [--databases sqlite,postgres]
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from stormparts import Broker, Disk, Postgres, Publisher, Sqlite, Station, holds_within, wait

TOLD_WITHIN = 15  # seconds
CALM_WITHIN = 120
BROKER_MEMORY = 3  # seconds: mosquitto saves each two when told to do so each one


class Storm:
    def __init__(self, broker, database, station, publisher):
        self.broker, self.database, self.station = broker, database, station
        self.publisher = publisher
        self.silent = []  # faults that Health did not tell in time
        self.delays = []
        self.broker_kills = []

    def expect(self, what, pattern, meanwhile):
        """Health tells it in time, from when the fault is complete."""
        start = time.monotonic()
        said = ""
        while time.monotonic() - start < TOLD_WITHIN + 15:
            meanwhile()
            asked = time.monotonic()
            said = self.station.health()
            if re.search(pattern, said):
                took = asked - start
                self.delays.append(took)
                late = "" if took <= TOLD_WITHIN else " LATE"
                if late:
                    self.silent.append(f"{what} ({took:.0f} s)")
                print(f"    told after {took:.1f} s{late}: {said[:150]}", flush=True)
                return
            time.sleep(0.3)
        self.silent.append(what)
        print(f"    {what} is NOT TOLD: \"{said[:300]}\"", flush=True)

    def calm(self, pattern):
        wait(f"Health to say no more {pattern}",
             lambda: not re.search(pattern, self.station.health() or pattern), CALM_WITHIN)

    def lasting(self, what, pattern, begin, end, meanwhile=lambda: None):
        self.calm(pattern)  # what it says before the fault would count for nothing
        begin()
        try:
            self.expect(what, pattern, meanwhile)
        finally:
            end()

    # --- The station ---

    NO_STATION = "no station has reported"

    def station_is_killed(self):
        self.station.stop(signal.SIGKILL)
        time.sleep(random.uniform(0, 3))
        self.station.start()

    def station_is_away(self):
        self.lasting("no station", self.NO_STATION, lambda: self.station.stop(signal.SIGKILL),
                     self.station.start)

    def station_restarts(self):
        self.station.stop()
        self.station.start()

    def station_freezes(self):
        self.station.process.send_signal(signal.SIGSTOP)
        time.sleep(random.uniform(1, 6))
        self.station.process.send_signal(signal.SIGCONT)

    def station_is_frozen(self):
        self.lasting("a frozen station", self.NO_STATION,
                     lambda: self.station.process.send_signal(signal.SIGSTOP),
                     lambda: self.station.process.send_signal(signal.SIGCONT))

    # --- The broker ---

    def broker_is_killed(self):
        self.broker_kills.append(time.monotonic())
        self.broker.stop(signal.SIGKILL)
        time.sleep(random.uniform(0, 3))
        self.broker.start()

    def broker_is_away(self):
        self.lasting("no broker", "BROKER_UNREACHABLE", lambda: self.broker.stop(signal.SIGTERM),
                     self.broker.start)

    def broker_freezes(self):
        self.broker.process.send_signal(signal.SIGSTOP)
        time.sleep(random.uniform(1, 6))
        self.broker.process.send_signal(signal.SIGCONT)

    # --- The database ---

    def database_is_killed(self):
        self.database.stop(signal.SIGKILL)
        time.sleep(random.uniform(0, 3))
        self.database.start()

    def database_is_away(self):
        self.lasting("no database", "^unhealthy: .*(connect|refused)",
                     lambda: self.database.stop(signal.SIGINT), self.database.start)

    def database_freezes(self):
        self.database.signal_all(signal.SIGSTOP)
        time.sleep(random.uniform(1, 6))
        self.database.signal_all(signal.SIGCONT)

    def schema_fault(self, what, begin, end, pattern="NOTHING_STORED"):
        self.lasting(what, pattern, lambda: self.database.sql(begin), lambda: self.database.sql(end))

    def table_is_renamed(self):
        self.schema_fault("a missing table", "ALTER TABLE sensor_readings RENAME TO away",
                          "ALTER TABLE away RENAME TO sensor_readings")

    def column_is_renamed(self):
        self.schema_fault("a missing column",
                          "ALTER TABLE sensor_readings RENAME COLUMN payload TO away",
                          "ALTER TABLE sensor_readings RENAME COLUMN away TO payload")

    def trigger_raises(self):
        if self.database.name == "sqlite":
            self.schema_fault("a trigger that raises",
                              "CREATE TRIGGER away BEFORE INSERT ON sensor_readings BEGIN "
                              "SELECT RAISE(ABORT, 'no'); END", "DROP TRIGGER away")
        else:
            self.schema_fault("a trigger that raises",
                              "CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS "
                              "$$ BEGIN RAISE EXCEPTION 'no'; END $$; CREATE TRIGGER away BEFORE "
                              "INSERT ON sensor_readings FOR EACH ROW EXECUTE FUNCTION away()",
                              "DROP FUNCTION away CASCADE")

    def check_cannot_hold(self):
        self.schema_fault("a check nobody can fulfil",
                          "ALTER TABLE sensor_readings ADD CONSTRAINT away CHECK (false) NOT VALID",
                          "ALTER TABLE sensor_readings DROP CONSTRAINT away")

    # --- The disks ---

    def disk_is_full(self):
        disk = self.station.disk
        self.lasting("a full disk", "JOURNAL_WRITE", disk.fill, disk.empty, disk.fill)

    def disk_is_read_only(self):
        disk = self.station.disk
        self.lasting("a disk that is read only", "JOURNAL_WRITE", lambda: disk.freeze(True),
                     lambda: disk.freeze(False))

    def database_disk_is_full(self):
        """What the station has to say lies on that disk: that it says nothing more is what is told."""
        disk = self.database.disk
        self.lasting("the database's full disk", f"{self.NO_STATION}|NOTHING_STORED|full", disk.fill,
                     disk.empty, disk.fill)

    # --- The data folder ---

    def folder_goes(self):
        """All of it is in the database, and an administrator tidies up."""
        self.settle()
        self.station.stop()
        shutil.rmtree(self.station.data)
        self.station.start()

    def folder_is_put_back(self):
        """An older copy of the data folder comes back from a backup."""
        self.settle()
        self.station.stop()
        copy = self.station.data + "-copy"
        shutil.copytree(self.station.data, copy)
        self.station.start()
        time.sleep(3)
        self.settle()
        self.lasting("a folder that was put back", "JOURNAL_REPLACED",
                     lambda: self.put_back(copy), lambda: None)

    def put_back(self, copy):
        self.station.stop()
        shutil.rmtree(self.station.data)
        os.rename(copy, self.station.data)
        self.station.start()

    def faults(self):
        both = [self.station_is_killed, self.station_is_away, self.station_restarts,
                self.station_freezes, self.station_is_frozen, self.broker_is_killed,
                self.broker_is_away, self.broker_freezes, self.table_is_renamed,
                self.column_is_renamed, self.trigger_raises, self.disk_is_full,
                self.disk_is_read_only, self.folder_goes, self.folder_is_put_back]
        if self.database.name == "sqlite":
            return [*both, self.database_disk_is_full]
        return [*both, self.database_is_killed, self.database_is_away, self.database_freezes,
                self.check_cannot_hold]

    def settle(self):
        """Until all that was acknowledged so far is stored, but for what the broker forgot."""
        with self.publisher.resting():
            wait("the publisher", lambda: not self.publisher.waiting)
            if not holds_within(CALM_WITHIN, lambda: not self.missing()[0]):
                print(f"    {len(self.missing()[0])} uplinks are still missing", flush=True)

    def report(self):
        """The figures; True when all is as it should be."""
        missing, forgotten = self.missing()
        twice = self.database.twice()
        letters = self.database.sql("SELECT count(*) FROM dead_letters")[0]
        delays = sorted(self.delays) or [0]
        print(f"{self.database.name}: {len(self.publisher.done)} acknowledged, {len(missing)} missing, "
              f"{twice} twice, {letters} dead letters"
              + (f", {len(forgotten)} more died with a broker's memory" if forgotten else "")
              + f"; {len(self.delays)} faults told after "
              f"{delays[len(delays) // 2]:.1f} s (median), {delays[-1]:.1f} s at most; not told in "
              f"time: {', '.join(self.silent) or 'none'}; ended by force: {self.station.forced}; "
              f"at the end: {self.station.health()}", flush=True)
        return not missing and twice == 0 and not self.silent and self.station.forced == 0

    def missing(self):
        """Acknowledged and not stored; and what is not stored because a broker that was killed forgot
        it: it came in the seconds before, and no station ever acknowledged it."""
        keys = self.publisher.done.keys() - self.database.keys()
        forgotten = {key for key in self.broker.never_fetched(keys)
                     if any(kill - BROKER_MEMORY < self.publisher.done[key] < kill + 1
                            for kill in self.broker_kills)}
        return keys - forgotten, forgotten


def run(parkctl, kind, arguments):
    random.seed(arguments.seed)
    folder = tempfile.mkdtemp(prefix="storm-")
    os.chmod(folder, 0o755)
    started = time.monotonic()
    parts = []
    try:
        parts.append(broker := Broker(folder))
        parts.append(database := {"sqlite": Sqlite, "postgres": Postgres}[kind](folder))
        subprocess.run([parkctl, "migrate", "--database", database.url], check=True,
                       stdout=subprocess.DEVNULL)
        parts.append(station := Station(parkctl, database.url, broker.port, folder))
        wait("the station at the broker", station.is_connected)
        parts.append(publisher := Publisher(broker.port, arguments.rate))
        storm = Storm(broker, database, station, publisher)
        kinds = [fault for fault in storm.faults()
                 if re.search(arguments.only or "", fault.__name__)]
        faults = kinds * (arguments.faults // len(kinds) + 1)
        random.shuffle(faults)
        for number, fault in enumerate(faults[:arguments.faults], 1):
            time.sleep(random.uniform(1, 4))
            print(f"  {number} {fault.__name__}: {len(publisher.done)} acknowledged", flush=True)
            fault()
            if station.process.poll() is not None:
                storm.silent.append(f"the station ended by itself ({station.process.returncode})")
                station.start()
        wait("all uplinks to be published", lambda: publisher.number >= arguments.uplinks, 7200)
        publisher.rests = True
        storm.settle()
        storm.calm("^unhealthy")
        good = storm.report()
        print(f"    {time.monotonic() - started:.0f} s", flush=True)
        station.stop()
        return good
    finally:
        if arguments.keep:
            print(f"kept: {folder}", flush=True)
        for part in reversed(parts):
            part.close()
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parkctl")
    parser.add_argument("--uplinks", type=int, default=200_000)
    parser.add_argument("--faults", type=int, default=50)
    parser.add_argument("--rate", type=int, default=300, help="uplinks a second")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--only", help="faults whose name matches")
    parser.add_argument("--keep", action="store_true", help="leave logs and databases behind")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # what was started ends too
    print(f"seed {arguments.seed}", flush=True)
    results = [run(os.path.abspath(arguments.parkctl), kind, arguments)
               for kind in arguments.databases.split(",")]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
