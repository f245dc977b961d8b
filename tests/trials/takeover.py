#!/usr/bin/env python3
"""How long a standby takes to go on when the station is killed, frozen, or cut off.

Two stations in network namespaces of their own, with a line to broker and lamps and one to the
database each. Uplinks are published all the time, spaces change, lamps are commanded; then the station
that ingests is hit. Measured is the time until the first uplink that was published after that is in
the database; counted is what is there at the end, and what two stations said to lamps: a command of
the one that was hit, after the other's first, would be wrong. One whose end only the cut station knew,
for its word lies on that one's disk, is given once more: one colour twice does no harm. Needs root (namespaces), mosquitto, PostgreSQL and python3-paho-mqtt.

    tests/trials/takeover.py build/ci/bin/parkctl [--runs 20] [--kinds kill,freeze,cut,database]
"""

import argparse
import glob
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

SPACES = 8
SENSORS = [f"e8e1e1000102030{i}" for i in range(SPACES)]
LAMPS = [f"202020000000000{i}" for i in range(SPACES)]
TOPIC = "application/0f6e2d3c-94b1-4b52-8a0e-5d6f7a8b9c01/device/{}/event/up"
RATE = 10  # uplinks a second
CHANGES = 0.3  # of them
ADDRESS = "10.77.1.1"  # of broker and lamps
LAMP_PORT = 8090
PATIENCE = 90  # seconds; far more than it may take
TAG = f"sp{os.getpid()}"
STARTED = []  # whatever happens, none of them outlives this program


def sh(*words, check=True, quiet=False):
    result = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if check and result.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {result.stderr.strip()}")
    return result.stdout


class Net:
    """Servers and two stations, each with a line to the broker (10.77.1.x) and to the database."""

    def __init__(self):
        self.servers = f"{TAG}s"
        sh("ip", "netns", "add", self.servers)
        sh("ip", "-n", self.servers, "link", "set", "lo", "up")
        for kind in (1, 2):
            bridge = f"br{kind}"
            sh("ip", "-n", self.servers, "link", "add", bridge, "type", "bridge")
            sh("ip", "-n", self.servers, "addr", "add", f"10.77.{kind}.1/24", "dev", bridge)
            sh("ip", "-n", self.servers, "link", "set", bridge, "up")
        self.stations = []
        for number in (2, 3):
            name = f"{TAG}{number}"
            sh("ip", "netns", "add", name)
            sh("ip", "-n", name, "link", "set", "lo", "up")
            for kind in (1, 2):
                here, there = f"eth{kind}", f"p{number}{kind}"
                sh("ip", "-n", name, "link", "add", here, "type", "veth", "peer", "name", there,
                   "netns", self.servers)
                sh("ip", "-n", name, "addr", "add", f"10.77.{kind}.{number}/24", "dev", here)
                sh("ip", "-n", name, "link", "set", here, "up")
                sh("ip", "-n", self.servers, "link", "set", there, "master", f"br{kind}", "up")
            self.stations.append(name)

    def cut(self, number, kinds, isUp):
        for kind in kinds:
            sh("ip", "-n", self.servers, "link", "set", f"p{number}{kind}", "up" if isUp else "down")

    def close(self):
        for name in [*self.stations, self.servers]:
            sh("ip", "netns", "del", name, check=False)


class Servers:
    def __init__(self, net, folder):
        self.net = net
        self.folder = folder
        self.binaries = binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        data = f"{folder}/pg"
        os.makedirs(data)
        shutil.chown(data, "postgres")
        sh("runuser", "-u", "postgres", "--", f"{binaries}/initdb", "-D", data, "-A", "trust", "-U",
           "postgres", "--locale=C.UTF-8")
        with open(f"{data}/pg_hba.conf", "a") as hba:
            hba.write("host all all 10.77.0.0/16 trust\n")
        self.postgres = subprocess.Popen(
            ["ip", "netns", "exec", net.servers, "runuser", "-u", "postgres", "--",
             f"{binaries}/postgres", "-D", data, "-c", "listen_addresses=10.77.2.1,127.0.0.1", "-c",
             "unix_socket_directories="], stdout=subprocess.DEVNULL,
            stderr=open(f"{folder}/postgres.log", "w"))
        with open(f"{folder}/mosquitto.conf", "w") as conf:
            conf.write(f"listener 1883 {ADDRESS}\nlistener 1883 127.0.0.1\nallow_anonymous true\n"
                       "max_queued_messages 0\nmax_inflight_messages 1000\n")
        self.broker = subprocess.Popen(
            ["ip", "netns", "exec", net.servers, "mosquitto", "-c", f"{folder}/mosquitto.conf"],
            stdout=subprocess.DEVNULL, stderr=open(f"{folder}/mosquitto.log", "w"))
        wait("PostgreSQL", lambda: self.sql("SELECT 1") == "1")

    def sql(self, statement, database="postgres"):
        result = subprocess.run(
            ["ip", "netns", "exec", self.net.servers, f"{self.binaries}/psql", "-h", "127.0.0.1", "-U",
             "postgres", "-d", database, "-qAtc", statement], capture_output=True, text=True)
        return result.stdout.strip()

    def close(self):
        for process in (self.broker, self.postgres):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


class Station:
    def __init__(self, parkctl, net, number, database, folder):
        self.number = number
        self.net = net
        self.words = ["ip", "netns", "exec", net.stations[number - 2], parkctl, "ingest", "--set",
                      f"DATA_DIR={folder}/station{number}", "--database",
                      f"postgresql://postgres@10.77.2.1/{database}?sslmode=disable", "--mqtt",
                      f"mqtt://{ADDRESS}:1883", "--set", f"CHIRPSTACK_HOST={ADDRESS}", "--set",
                      f"CHIRPSTACK_PORT={LAMP_PORT}"]
        self.log = open(f"{folder}/station{number}.log", "a")
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.words, stdout=self.log, stderr=self.log,
                                        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent",
                                             "CHIRPSTACK_API_KEY": "any"})
        STARTED.append(self.process)

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(30)


class Publisher:
    """Uplinks with a key of their own each, at QoS 1."""

    def __init__(self, net):
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", net.servers, sys.executable, __file__, "--publish"],
            stdin=subprocess.PIPE, text=True)
        self.occupied = [False] * SPACES
        self.sent = 0
        self.next = time.monotonic()

    def keep_up(self):
        while self.next <= time.monotonic():
            key = str(uuid.uuid4())
            now = time.time()
            stamp = iso(now)
            space = self.sent % SPACES
            self.occupied[space] ^= random.random() < CHANGES
            data = "AbszBADceAE=" if self.occupied[space] else "ALszBADceAE="
            message = {"deduplicationId": key, "time": stamp,
                       "deviceInfo": {"devEui": SENSORS[space], "deviceProfileName": "browan_tabs",
                                      "tags": {}},
                       "fCnt": self.sent, "fPort": 102, "data": data,
                       "rxInfo": [{"gatewayId": "0016c001f153a14c", "rssi": -80, "snr": 7}]}
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
            self.sent += 1
            self.next += 1 / RATE

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def publish():
    """Lines of the standard input to the topic of their device; in a namespace of its own."""
    import paho.mqtt.client as mqtt
    client = mqtt.Client(client_id=f"pub{os.getpid()}")
    client.max_inflight_messages_set(20)
    client.connect("127.0.0.1", 1883)
    client.loop_start()
    last = None
    for line in sys.stdin:
        last = client.publish(TOPIC.format(json.loads(line)["deviceInfo"]["devEui"]), line, 1)
    if last:
        last.wait_for_publish(20)


class Lamps:
    """ChirpStack's side of them, and what it was asked."""

    def __init__(self, net, folder):
        self.log = f"{folder}/commands.jsonl"
        server = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lampserver.py")
        self.process = subprocess.Popen(["ip", "netns", "exec", net.servers, sys.executable, server,
                                         ADDRESS, str(LAMP_PORT), "1883", self.log])
        STARTED.append(self.process)

    def commands(self):
        with open(self.log) as log:
            return [json.loads(line) for line in log]

    def late(self):
        """Commands of the station that was hit, after the other's first."""
        stations = [command["station"] for command in self.commands()]
        others = [at for at, station in enumerate(stations) if station != stations[0]]
        return stations[others[0]:].count(stations[0]) if others else 0

    def repeated(self, begun):
        """Lamps that one station told what the other had told them last. `begun`: of the ledger, each
        lamp and colour in order; where another colour was begun in between, it had to be."""
        last, again = {}, set()
        for command in self.commands():
            before = last.get(command["device"])
            if before and before["data"] == command["data"] and before["station"] != command["station"]:
                again.add(command["device"])
            last[command["device"]] = command
        rows = {lamp: [(data, int(attempts)) for device, data, attempts in begun if device == lamp]
                for lamp in again}
        return sum(any(attempts > 1 for _, attempts in of)
                   or any(one[0] == two[0] for one, two in zip(of, of[1:])) for of in rows.values())

    def close(self):
        self.process.terminate()
        self.process.wait(20)


def make_site(parkctl, net, url, folder):
    with open(f"{folder}/spaces.csv", "w") as csv:
        csv.write("code,sensor_eui,display_eui\n")
        csv.writelines(f"P{i},{SENSORS[i]},{LAMPS[i]}\n" for i in range(SPACES))
    words = ["ip", "netns", "exec", net.servers, parkctl]
    sh(*words, "migrate", "--database", url)
    sh(*words, "spaces", "import", f"{folder}/spaces.csv", "--database", url)
    for lamp in LAMPS:
        sh(*words, "displays", "set", "--device", lamp, "--type", "kuando_busylight", "--database", url)


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03}Z"


def wait(what, holds, meanwhile=lambda: None):
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"waited {PATIENCE} s in vain: {what}")
        meanwhile()
        time.sleep(0.1)
    return time.monotonic()


def ingesting(servers, database):
    return servers.sql("SELECT count(*) FROM station_status WHERE ingesting AND "
                       "mqtt_state = 'connected' AND now() - reported_at < interval '5 s'", database) == "1"


def run(parkctl, net, servers, kind, number):
    database = f"{kind}{number}"
    folder = f"{servers.folder}/{database}"
    os.makedirs(folder)
    servers.sql(f"CREATE DATABASE {database}")
    url = f"postgresql://postgres@127.0.0.1/{database}?sslmode=disable"
    make_site(parkctl, net, url, folder)
    lamps = Lamps(net, folder)
    holder = Station(parkctl, net, 2, database, folder)
    wait("a station", lambda: ingesting(servers, database))
    standby = Station(parkctl, net, 3, database, folder)
    publisher = Publisher(net)
    end = time.monotonic() + 6 + random.random() * 2
    wait("a standby", lambda: time.monotonic() > end, publisher.keep_up)

    hit, stamp = time.monotonic(), iso(time.time())
    if kind == "kill":
        holder.process.kill()
    elif kind == "freeze":
        # The namespace's wrapper is exec'd away: this is the station itself.
        holder.process.send_signal(signal.SIGSTOP)
    else:
        net.cut(2, (1, 2) if kind == "cut" else (2,), False)

    def goes_on():
        publisher.keep_up()
        return servers.sql(f"SELECT max(timestamp) > '{stamp}' FROM sensor_readings",
                           database) == "t"

    took = wait("the standby", goes_on) - hit
    held = time.monotonic() + 3
    wait("some more", lambda: time.monotonic() > held, publisher.keep_up)
    aside = publisher.sent - int(servers.sql("SELECT count(*) FROM sensor_readings", database))
    if kind == "kill":
        holder.start()
    elif kind == "freeze":
        holder.process.send_signal(signal.SIGCONT)
    else:
        net.cut(2, (1, 2), True)
    held = time.monotonic() + 3
    wait("some more", lambda: time.monotonic() > held, publisher.keep_up)
    publisher.close()
    sent = publisher.sent
    count = lambda: servers.sql("SELECT count(*) FROM sensor_readings", database)
    wait(f"all {sent} uplinks, {count()} are there", lambda: int(count()) >= sent)
    stored = int(count())
    doubled = int(servers.sql("SELECT count(*) - count(DISTINCT event_key) FROM sensor_readings",
                              database))
    for station in (holder, standby):
        station.stop()
    begun = servers.sql("SELECT dev_eui, encode(payload, 'base64'), attempts FROM downlinks "
                        "WHERE attempts > 0 ORDER BY sequence", database)
    again = lamps.repeated([line.split("|") for line in begun.splitlines()])
    commands, late = len(lamps.commands()), lamps.late()
    servers.sql(f"DROP DATABASE {database}")
    lamps.close()
    good = stored == sent and doubled == 0 and late == 0
    print(f"{kind} {number}: {took:.1f} s, {sent} sent, {stored} stored, {doubled} twice, "
          f"about {aside} on the other disk meanwhile; {commands} commands to lamps, {late} by "
          f"both, {again} given once more"
          + ("" if good else "  WRONG"), flush=True)
    return took, good, again


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parkctl", nargs="?")
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--kinds", default="kill,freeze,cut,database")
    arguments = parser.parse_args()
    if arguments.publish:
        return publish()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # what was started ends too
    folder = tempfile.mkdtemp(prefix="takeover-")
    os.chmod(folder, 0o755)
    net = Net()
    all_good = True
    try:
        servers = Servers(net, folder)
        try:
            for kind in arguments.kinds.split(","):
                results = [run(os.path.abspath(arguments.parkctl), net, servers, kind, n)
                           for n in range(1, arguments.runs + 1)]
                times = sorted(took for took, _, _ in results)
                p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
                good = all(g for _, g, _ in results)
                all_good = all_good and good
                print(f"{kind}: median {times[len(times) // 2]:.1f} s, p95 {p95:.1f} s, longest "
                      f"{times[-1]:.1f} s, {'nothing lost, nothing twice, no lamp by both' if good else 'WRONG'}, "
                      f"{sum(again for _, _, again in results)} commands given once more",
                      flush=True)
        finally:
            for process in STARTED:
                process.kill()
            servers.close()
    finally:
        net.close()
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if all_good else 1)


if __name__ == "__main__":
    main()
