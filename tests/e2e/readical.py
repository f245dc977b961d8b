#!/usr/bin/env python3
"""Prints the events of a calendar as JSON, as the package icalendar reads them: one that is not ours."""

import json
import sys

import icalendar


def word(event, name):
    return str(event[name]) if name in event else ""


def main():
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    too_long = [line for line in content.split(b"\r\n") if len(line) > 75]
    if too_long or content.count(b"\n") != content.count(b"\r\n"):
        sys.exit(f"lines are not as RFC 5545 wants them: {too_long[:3]}")
    events = []
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        events.append({
            "uid": word(event, "UID"),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "summary": word(event, "SUMMARY"),
            "location": word(event, "LOCATION"),
            "status": word(event, "STATUS"),
            "organizer": word(event, "ORGANIZER"),
            "plate": word(event, "X-SMART-PARKING-PLATE"),
            "sequence": int(event["SEQUENCE"]),
            "errors": [str(error) for error in event.errors],
        })
    print(json.dumps(events))


if __name__ == "__main__":
    main()
