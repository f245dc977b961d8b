#!/usr/bin/env python3
"""Long days of a screen beside a PostgreSQL that is stopped, started, cut off and renamed: after each
fault its number must be right or carry its age. A seed that fails is printed.

    tests/trials/kiosk.py build/ci/bin/test_ui [--seeds 1..10] [--steps 200]
"""

import argparse
import os
import subprocess
import sys
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1..5", help="A..B")
    parser.add_argument("--steps", type=int, default=200, help="faults a day")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("..")
    failed = []
    for seed in range(int(first), int(last or first) + 1):
        begin = time.monotonic()
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", TZ="UTC", LC_ALL="C.UTF-8",
                           KIOSK_SEED=str(seed), KIOSK_STEPS=str(arguments.steps),
                           QTEST_FUNCTION_TIMEOUT=str(3_600_000))
        result = subprocess.run([arguments.program, "tst_kioskfaults"], env=environment,
                                capture_output=True, text=True)
        says = [line for line in result.stdout.splitlines() if "looks were live" in line]
        print(f"seed {seed}: {'good' if result.returncode == 0 else 'WRONG'}, "
              f"{time.monotonic() - begin:.0f} s {' '.join(says)}", flush=True)
        if result.returncode != 0:
            print(result.stdout[-4000:])
            failed.append(seed)
    if failed:
        print("wrong:", *failed)
    return 1 if failed else 0


sys.exit(main())
