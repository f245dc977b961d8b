#!/usr/bin/env python3
"""Installs the Windows installer under Wine, on a screen that nobody sees, starts what is in it against a real
broker and a real PostgreSQL of this machine, removes it and looks for what was left: try.py INSTALLER.exe
[--shots DIR] [--parkctl OF-THIS-SYSTEM]. All of it in a Wine of its own, below TMPDIR.

What Wine cannot show: consent prompts and SmartScreen, the real Schannel and its certificate store, printers,
DirectWrite's letters, screens of several resolutions, fast user switching, a reboot.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests" / "trials"))
from stormparts import Broker, Postgres, Publisher, free_port, holds_within  # noqa: E402

FOLDER = "Müller & Söhne"  # what people call theirs
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SmartParking"
UPLINKS = 2000


class Failed(Exception):
    pass


def check(what, holds):
    if not holds:
        raise Failed(what)


class Wine:
    def __init__(self, folder):
        self.drive = folder / "wine" / "drive_c"
        display = f":{90 + free_port() % 900}"
        self.environment = dict(os.environ, WINEPREFIX=str(folder / "wine"), WINEDEBUG="-all", LC_ALL="C.UTF-8",
                                DISPLAY=display, WINEDLLOVERRIDES="mscoree,mshtml=")
        self.environment.pop("QT_QPA_PLATFORM", None)
        self.screen = subprocess.Popen(["Xvfb", display, "-screen", "0", "1440x900x24"], stderr=subprocess.DEVNULL)
        check("a screen", holds_within(20, lambda: Path(f"/tmp/.X11-unix/X{display[1:]}").exists()))
        self.manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)
        self.run("wineboot", "-i")
        self.run("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")

    def begin(self, *words, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([str(word) for word in words], env=self.environment, **options)

    def run(self, *words, timeout=300):
        """Gives (exit code, what was printed, what was complained about)."""
        process = self.begin(*words)
        out, error = process.communicate(timeout=timeout)
        return process.returncode, out.decode(), error.decode()

    def registry(self, key):
        code, out, _ = self.run("wine", "reg", "query", key)
        return dict(re.findall(r"^    (\S+)    REG_\w+    (.*?)\r?$", out, re.M)) if code == 0 else None

    def files(self):
        return {path for path in self.drive.rglob("*") if "Temp" not in path.parts}

    def close(self):
        subprocess.run(["wineserver", "-k"], env=self.environment)
        for process in (self.manager, self.screen):
            process.kill()
            process.wait()


class Trial:
    def __init__(self, wine, folder, arguments):
        self.wine, self.folder, self.arguments = wine, folder, arguments
        self.root = wine.drive / "Program Files" / "Smart Parking"
        self.data = f"C:\\{FOLDER}\\data"
        self.shots = arguments.shots
        self.shots.mkdir(parents=True, exist_ok=True)

    def parkctl(self, *words, code=0):
        found, out, error = self.wine.run("wine", self.root / "bin" / "parkctl.exe", *words)
        check(f"parkctl {' '.join(map(str, words))} ends with {code}, not {found}: {error[-500:]}", found == code)
        return out

    def installs(self):
        self.before = self.wine.files()
        code, _, error = self.wine.run("wine", self.arguments.installer, "/S", "/AllUsers")
        check(f"the installer ends with 0, not {code}: {error}", code == 0)
        words = self.wine.registry("HKLM\\" + KEY)
        check("the list of programs tells of it", words and words["DisplayVersion"] == self.arguments.version)
        opens = self.wine.registry(r"HKLM\Software\Classes\SmartParking.Archive\shell\open\command")
        check("its archives are known", opens is not None)
        menu = self.wine.drive / "ProgramData/Microsoft/Windows/Start Menu/Programs/Smart Parking"
        check("the start menu shows it", (menu / "Smart Parking.lnk").exists())

    def tells_version(self):
        check("parkctl tells its version",
              self.parkctl("--version").strip() == f"parkctl {self.arguments.version}")

    def keeps_data_in_any_folder(self):
        self.parkctl("migrate", "--set", f"DATA_DIR={self.data}")
        out = self.parkctl("health", "--set", f"DATA_DIR={self.data}", code=1)
        check("health speaks", "no station" in out)
        check("the file is where it was wanted", any((self.wine.drive / FOLDER / "data").iterdir()))

    def station(self):
        return self.wine.begin("wine", self.root / "bin" / "parkctl.exe", "ingest", *self.at)

    def loses_nothing(self):
        """Ingest, kill, ingest: each uplink that the broker has is in the database once."""
        broker, database = Broker(str(self.folder)), Postgres(str(self.folder))
        self.at = ("--set", f"DATA_DIR={self.data}-pg", "--database", database.url, "--mqtt",
                   f"mqtt://127.0.0.1:{broker.port}")
        self.parkctl("migrate", "--database", database.url)
        station = self.station()
        publisher = None
        try:
            check("the station subscribes", holds_within(60, lambda: "SUBSCRIBE" in Path(broker.log).read_text()))
            publisher = Publisher(broker.port, 40)
            for round_ in range(4):
                reached = UPLINKS * (round_ + 1) // 5
                check("uplinks come in", holds_within(120, lambda: database.count() >= reached))
                station.kill()
                station.wait()
                time.sleep(1)
                station = self.station()
            check("all are published", holds_within(120, lambda: publisher.number >= UPLINKS))
            publisher.close()
            keys = set(publisher.done) | set(publisher.waiting.values())
            check("all are stored", holds_within(300, lambda: len(database.keys()) >= len(keys)))
            missing = set(publisher.done) - database.keys()
            check(f"{len(missing)} of {len(keys)} are missing", not missing)
            check("none is there twice", database.twice() == 0)
            self.archives_are_the_same(database.url)
            self.ends_in_order(station)
        finally:
            station.kill()
            if publisher:
                publisher.close()
            broker.close()
            database.close()

    def archives_are_the_same(self, url):
        """What this system's program exports, the Windows one finds whole, and exports the same."""
        if not self.arguments.parkctl:
            print("    no parkctl of this system was given: no archive is compared")
            return
        made = self.wine.drive / FOLDER / "Juni 1.parkarchive"
        period = ["--from", "2026-01-01T00:00", "--to", time.strftime("%Y-%m-%dT%H:00", time.gmtime()),
                  "--with", "readings"]
        done = subprocess.run([self.arguments.parkctl, "export", "--database", url, *period, "--json", made],
                              capture_output=True, text=True)
        check(f"this system exports: {done.stderr}", done.returncode == 0)
        seen = self.parkctl("archive", "verify", f"C:\\{FOLDER}\\{made.name}")
        check(f"its archive is the same there: {seen}", json.loads(done.stdout)["fingerprint"] in seen)
        self.parkctl("export", "--database", url, *period, f"C:\\{FOLDER}\\2.parkarchive")
        other = made.with_name("2.parkarchive")
        done = subprocess.run([self.arguments.parkctl, "archive", "compare", made, other], capture_output=True,
                              text=True)
        check(f"so is one that is made there: {done.stdout}", done.returncode == 0)

    def ends_in_order(self, station):
        """A logout is told to it, and it says what it did before it goes."""
        self.wine.run("wine", "wineboot.exe", "-e")
        out, error = station.communicate(timeout=60)
        check(f"it ends in order at a logout: {station.returncode} {out} {error}",
              station.returncode == 0 and b"messages taken in" in out)

    def shows_the_demo(self):
        start = time.monotonic()
        window = self.wine.begin("wine", self.root / "bin" / "smart-parking.exe", "--demo")
        try:
            check("a window comes", holds_within(60, lambda: self.window_is_there()))
            print(f"    the window stands after {time.monotonic() - start:.1f} s")
            time.sleep(8)
            self.picture("demo")
            second = self.wine.begin("wine", self.root / "bin" / "smart-parking.exe", "--demo")
            check("a second one comes beside it", holds_within(60, lambda: self.window_is_there(2)))
            second.kill()
            code, _, _ = self.wine.run("wine", self.arguments.installer, "/S", "/AllUsers")
            check(f"what runs is not replaced: {code}", code == 2)
            window_id = self.windows()[0]
            self.wine.run("xdotool", "windowclose", window_id)
        finally:
            window.kill()

    def windows(self):
        _, out, _ = self.wine.run("xdotool", "search", "--onlyvisible", "--name", "Smart Parking")
        return out.split()

    def window_is_there(self, number=1):
        return len(self.windows()) >= number

    def picture(self, name):
        self.wine.run("import", "-window", "root", self.shots / f"{name}.png")

    def leaves_pictures(self):
        code, _, error = self.wine.run("wine", self.root / "bin" / "smart-parking.exe", "--demo", "--shots",
                                       "C:\\shots")
        check(f"the program leaves pictures: {code} {error}", code == 0)
        made = list((self.wine.drive / "shots").glob("*.png"))
        check("of its pages", len(made) >= 5)
        for file in made:
            shutil.copy(file, self.shots)

    def upgrades_in_place(self):
        mine = self.root / "mine.txt"
        mine.write_text("x")
        (self.root / "bin" / "parkctl.exe").write_bytes(b"older")
        code, _, error = self.wine.run("wine", self.arguments.installer, "/S", "/AllUsers")
        check(f"it installs over itself: {code} {error}", code == 0)
        self.tells_version()
        check("data stays", "no station" in self.parkctl("health", "--set", f"DATA_DIR={self.data}", code=1))
        check("what others put there stays", mine.exists())
        mine.unlink()

    def is_removed(self):
        words = self.wine.registry("HKLM\\" + KEY)["QuietUninstallString"]
        found = re.fullmatch(r'"(.*)" (\S+) (\S+)', words)
        self.wine.run("wine", found[1], found[2], found[3])
        # The uninstaller goes on from a copy of itself.
        check("its folder goes", holds_within(60, lambda: not self.root.exists()))
        check("the list of programs forgets it", self.wine.registry("HKLM\\" + KEY) is None)
        check("and Explorer", self.wine.registry(r"HKLM\Software\Classes\SmartParking.Archive") is None)
        left = {path for path in self.wine.files() - self.before
                if FOLDER not in path.parts and "shots" not in path.parts and "AppData" not in path.parts}
        check(f"these are left: {sorted(map(str, left))[:10]}", not left)
        check("data stays", (self.wine.drive / FOLDER / "data").exists())

    def is_for_one_user(self):
        code, _, _ = self.wine.run("wine", self.arguments.installer, "/S", "/CurrentUser", f"/D=C:\\{FOLDER}\\Programme")
        check(f"it installs for one user: {code}", code == 0)
        words = self.wine.registry("HKCU\\" + KEY)
        check("its list of programs tells of it", words is not None)
        place = self.wine.drive / Path(*words["InstallLocation"].split("\\")[1:])
        code, out, error = self.wine.run("wine", place / "bin" / "parkctl.exe", "--version")
        check(f"parkctl starts in {words['InstallLocation']}: {code} {error}", code == 0)
        self.wine.run("wine", place / "uninstall.exe", "/S", "/CurrentUser")
        check("it goes", holds_within(60, lambda: not (place / "bin").exists()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("installer", type=Path)
    parser.add_argument("--shots", type=Path, default=Path("shots"), help="where pictures go")
    parser.add_argument("--parkctl", type=Path, help="the one of this system, for archives of both")
    arguments = parser.parse_args()
    arguments.installer = arguments.installer.resolve()
    arguments.version = re.search(r"-([0-9.]+)-windows", arguments.installer.name)[1]
    failed = []
    with tempfile.TemporaryDirectory(prefix="wine-") as place:
        os.chmod(place, 0o711)
        wine = Wine(Path(place))
        trial = Trial(wine, Path(place), arguments)
        steps = [trial.installs, trial.tells_version, trial.keeps_data_in_any_folder, trial.loses_nothing,
                 trial.leaves_pictures, trial.shows_the_demo, trial.upgrades_in_place, trial.is_removed,
                 trial.is_for_one_user]
        try:
            for step in steps:
                print(step.__name__.replace("_", " "), flush=True)
                try:
                    step()
                except (Failed, subprocess.TimeoutExpired) as problem:
                    print(f"    FAILED: {problem}", flush=True)
                    failed.append(step.__name__)
        finally:
            wine.close()
    print(f"{len(steps) - len(failed)} passed, {len(failed)} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
