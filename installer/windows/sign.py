#!/usr/bin/env python3
"""Signs a program for Windows in place: sign.py FILE. package.py tells from where the certificate is taken."""

import os
import subprocess
import sys
from pathlib import Path

file = Path(sys.argv[1])
signed = file.with_name(file.name + ".signed")
words = ["osslsigncode", "sign", "-h", "sha256", "-n", "Smart Parking", "-pkcs12", os.environ["PARKING_SIGN_PKCS12"]]
if password := os.environ.get("PARKING_SIGN_PASSWORD_FILE"):
    words += ["-readpass", password]
if timestamp := os.environ.get("PARKING_SIGN_TIMESTAMP"):
    words += ["-ts", timestamp]
subprocess.run([*words, "-in", file, "-out", signed], check=True, stdout=subprocess.DEVNULL)
signed.replace(file)
