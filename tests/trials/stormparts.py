"""What storm.py and replica.py are made of: servers, disks, a station and a publisher of their own."""

import contextlib
import glob
import json
import os
import queue
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid

import paho.mqtt.client as mqtt

DEVICES = 500
TWICE = "SELECT count(*) - count(DISTINCT event_key) FROM sensor_readings"
PATIENCE = 300  # seconds; far more than anything may take


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def holds_within(patience, holds):
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def wait(what, holds, patience=PATIENCE):
    if not holds_within(patience, holds):
        sys.exit(f"waited {patience} s in vain: {what}")


class Disk:
    """A small disk of its own, which can be full or read-only without anybody else noticing."""

    def __init__(self, folder, name, megabytes):
        self.path = f"{folder}/{name}"
        image = f"{folder}/{name}.img"
        os.makedirs(self.path)
        with open(image, "wb") as out:
            out.truncate(megabytes << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
        subprocess.run(["mount", "-o", "loop", image, self.path], check=True)

    def fill(self):
        with contextlib.suppress(OSError), open(f"{self.path}/filler", "ab", buffering=0) as out:
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        out.write(bytes(size))

    def empty(self):
        os.remove(f"{self.path}/filler")

    def freeze(self, frozen):
        """No byte is written, no file is made or goes, open ones included."""
        subprocess.run(["chattr", "-R", "+i" if frozen else "-i", self.path], check=True,
                       stderr=subprocess.DEVNULL)

    def close(self):
        subprocess.run(["chattr", "-R", "-i", self.path], stderr=subprocess.DEVNULL)
        subprocess.run(["umount", "-l", self.path])


class Broker:
    """Set up as README.md advises. mosquitto acknowledges before it saves, so what the station has not
    fetched is in its memory alone for up to two seconds, and a kill takes it. (Saving after each
    change closes that gap but for one message, and writes the whole queue each time: with some thousand
    messages kept it takes in 50 a second.) So its log is the proof: it names each message by the key in
    its topic when it is handed to the station, and the station's acknowledgement by the same number."""

    HANDED = re.compile(rb"Sending PUBLISH to smart-parking.*, m(\d+), 'application/([0-9a-f-]{36})/")
    FETCHED = re.compile(rb"Received PUBACK from smart-parking.*\(Mid: (\d+)")
    STARTED = re.compile(rb"mosquitto version \S+ starting")

    def __init__(self, folder):
        self.port = free_port()
        self.conf = f"{folder}/mosquitto.conf"
        self.log = f"{folder}/mosquitto.log"
        self.read = 0  # bytes of the log
        self.handed = {}  # number to key, of this life
        self.fetched = set()  # keys that a station acknowledged
        os.makedirs(f"{folder}/broker")
        os.chmod(f"{folder}/broker", 0o777)
        with open(self.conf, "w") as conf:
            conf.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence true\n"
                       f"persistence_location {folder}/broker/\nautosave_interval 1\n"
                       "max_queued_messages 0\nmax_inflight_messages 200\n")
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(["mosquitto", "-v", "-c", self.conf], stdout=log, stderr=log)

    def stop(self, how):
        self.process.send_signal(how)
        self.process.wait(60)

    def never_fetched(self, keys):
        """Those of them that no station ever acknowledged."""
        with open(self.log, "rb") as log:
            log.seek(self.read)
            for line in log:
                if not line.endswith(b"\n"):
                    break  # it is being written
                self.read += len(line)
                if found := self.HANDED.search(line):
                    self.handed[found[1]] = found[2].decode()
                elif (found := self.FETCHED.search(line)) and found[1] in self.handed:
                    self.fetched.add(self.handed[found[1]])
                elif self.STARTED.search(line):
                    self.handed.clear()
        return keys - self.fetched

    def close(self):
        self.process.kill()
        self.process.wait(10)


class Postgres:
    name = "postgres"

    def __init__(self, folder, name="pg"):
        self.binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.port = free_port()
        self.data = f"{folder}/{name}"
        self.log = open(f"{folder}/{name}.log", "w")
        self.process = None
        self.make()
        self.start()
        wait("PostgreSQL", lambda: self.sql("SELECT 1", "postgres") == ["1"])
        self.prepare()

    @property
    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/storm"

    def begin(self, program, *words, log=subprocess.DEVNULL):
        """As the server's user; not by runuser, which stops beside a child that is stopped."""
        return subprocess.Popen([f"{self.binaries}/{program}", *words], stdout=log, stderr=log,
                                cwd="/", user="postgres", group="postgres", extra_groups=[])

    def run(self, program, *words):
        if self.begin(program, *words, log=self.log).wait(PATIENCE) != 0:
            sys.exit(f"{program} failed, see {self.log.name}")

    def make(self):
        os.makedirs(self.data, mode=0o700)
        shutil.chown(self.data, "postgres")
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8")

    def prepare(self):
        self.sql("CREATE DATABASE storm", "postgres")

    def start(self):
        self.process = self.begin("postgres", "-D", self.data, "-p", str(self.port), "-c",
                                  "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                                  log=self.log)

    def pids(self):
        """The server's processes, its first one at the end."""
        with open(f"{self.data}/postmaster.pid") as pid:
            first = int(pid.readline())
        children = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True)
        return [*map(int, children.stdout.split()), first]

    def signal_all(self, how):
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    def stop(self, how):
        if how == signal.SIGKILL:  # all of it: a child that lives on keeps the memory
            self.signal_all(how)
        else:
            os.kill(self.pids()[-1], how)
        self.process.wait(PATIENCE)

    def sql(self, statement, database="storm"):
        done = subprocess.run([f"{self.binaries}/psql", "-h", "127.0.0.1", "-p", str(self.port), "-U",
                               "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-qAtc", statement],
                              capture_output=True, text=True)
        return done.stdout.split()

    def keys(self):
        return set(self.sql("SELECT event_key FROM sensor_readings"))

    def count(self):
        return int((self.sql("SELECT count(*) FROM sensor_readings") or ["-1"])[0])

    def twice(self):
        return int(self.sql(TWICE)[0])

    def close(self):
        if self.process.poll() is None:
            self.signal_all(signal.SIGCONT)
            self.stop(signal.SIGINT)


class Sqlite:
    name = "sqlite"

    def __init__(self, folder):
        self.disk = Disk(folder, "database", 1024)
        self.path = f"{self.disk.path}/parking.sqlite"
        self.url = f"sqlite://{self.path}"

    def sql(self, statement):
        with contextlib.closing(sqlite3.connect(self.path, timeout=60)) as database:
            return [str(row[0]) for row in database.execute(statement).fetchall()]

    def keys(self):
        return set(self.sql("SELECT event_key FROM sensor_readings"))

    def twice(self):
        return int(self.sql(TWICE)[0])

    def close(self):
        self.disk.close()


class Station:
    def __init__(self, parkctl, url, port, folder):
        self.parkctl = parkctl
        self.url = url
        self.disk = Disk(folder, "station", 96)
        self.data = f"{self.disk.path}/data"
        self.words = [parkctl, "ingest", "--set", f"DATA_DIR={self.data}", "--database", url, "--mqtt",
                      f"mqtt://127.0.0.1:{port}"]
        self.log = open(f"{folder}/station.log", "a")
        self.environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        self.forced = 0  # ends that were none of its own
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.words, stdout=self.log, stderr=self.log,
                                        env=self.environment)

    def stop(self, how=signal.SIGTERM):
        """It ends by itself within 20 s, or is ended by its own alarm."""
        self.process.send_signal(how)
        self.process.wait(40)
        if how == signal.SIGTERM and self.process.returncode != 0:
            self.forced += 1

    def is_connected(self):
        """Before it was there once, the broker keeps nothing for it."""
        done = subprocess.run([self.parkctl, "health", "--json", "--database", self.url],
                              capture_output=True, text=True, timeout=120, env=self.environment)
        return '"mqtt":"connected"' in done.stdout

    def health(self):
        done = subprocess.run([self.parkctl, "health", "--database", self.url],
                              capture_output=True, text=True, timeout=120, env=self.environment)
        return done.stdout.strip()

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(10)
        self.disk.close()


class Publisher(threading.Thread):
    """Uplinks with a key of their own each, at QoS 1; `done` has those that the broker acknowledged,
    with the time. No more than some thousand wait for a broker that is away."""

    def __init__(self, port, rate):
        super().__init__(daemon=True)
        self.client = mqtt.Client(client_id="storm", clean_session=False)
        self.client.max_inflight_messages_set(200)
        self.client.reconnect_delay_set(1, 1)
        # It is called under locks of the client's own: nothing may be waited for there.
        self.answers = queue.SimpleQueue()
        self.client.on_publish = lambda client, data, number: self.answers.put(
            (number, time.monotonic()))
        wait("the broker", lambda: self.connects(port))
        self.client.loop_start()
        self.waiting = {}
        self.done = {}
        self.rate = rate
        self.number = 0
        self.rests = False
        self.ends = False
        self.dice = random.Random(random.random())
        self.start()

    def connects(self, port):
        with contextlib.suppress(OSError):
            self.client.connect("127.0.0.1", port)
            return True
        return False

    def take_answers(self):
        while not self.answers.empty():
            number, at = self.answers.get()
            self.done[self.waiting.pop(number)] = at

    @contextlib.contextmanager
    def resting(self):
        before, self.rests = self.rests, True
        yield
        self.rests = before

    def send(self):
        key = str(uuid.uuid4())
        now = time.time()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03}Z"
        eui = f"e8e1e100{self.number % DEVICES:08x}"
        message = {"deduplicationId": key, "time": stamp, "fCnt": self.number // DEVICES,
                   "fPort": 102, "data": self.dice.choice(["AbszBADceAE=", "ALszBADceAE="]),
                   "deviceInfo": {"devEui": eui, "deviceProfileName": "browan_tabs", "tags": {}},
                   "rxInfo": [{"gatewayId": "0016c001f153a14c", "rssi": -80, "snr": 7}]}
        sent = self.client.publish(f"application/{key}/device/{eui}/event/up", json.dumps(message),
                                   qos=1)
        self.waiting[sent.mid] = key
        self.number += 1

    def run(self):
        at = time.monotonic()
        while not self.ends:
            self.take_answers()
            while at <= time.monotonic() and not self.rests and len(self.waiting) < 5000:
                self.send()
                at += 1 / self.rate
            at = max(at, time.monotonic() - 1)
            time.sleep(0.005)

    def close(self):
        """The client's own thread ends with the program: with a broker that is gone it waits for ever."""
        self.ends = True
        self.join(10)
