#!/usr/bin/env python3
"""ChirpStack's side of some lamps, for takeover.py: takes commands, and tells by MQTT a moment later
that each was transmitted. Writes down who posted what: one line of JSON a command.

    lampserver.py ADDRESS PORT MQTT_PORT FILE
"""

import datetime
import http.server
import json
import random
import sys
import threading
import time
import uuid

import paho.mqtt.client as mqtt

APPLICATION = "0f6e2d3c-94b1-4b52-8a0e-5d6f7a8b9c01"
ON_AIR = (0.1, 0.9)  # seconds until an item's frame is told as transmitted


def iso():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")[:23] + "Z"


class Lamps:
    def __init__(self, broker, log):
        self.log = open(log, "w")
        self.lock = threading.Lock()
        self.queues = {}
        self.counters = {}
        self.broker = mqtt.Client(client_id="lampserver")
        self.broker.connect("127.0.0.1", broker)
        self.broker.loop_start()

    def post(self, device, item, station):
        """An item as grpc-gateway shows it."""
        item = {"isPending": False, "fCntDown": 0, **item, "id": str(uuid.uuid4()), "devEui": device}
        with self.lock:
            self.queues.setdefault(device, []).append(item)
            self.log.write(json.dumps({"at": time.time(), "station": station, "device": device,
                                       "data": item["data"]}) + "\n")
            self.log.flush()
        threading.Timer(random.uniform(*ON_AIR), self.transmitted, (device, item)).start()
        return item["id"]

    def transmitted(self, device, item):
        with self.lock:
            if item not in self.queues[device]:
                return
            self.queues[device].remove(item)
            self.counters[device] = counter = self.counters.get(device, 0) + 1
        event = {"downlinkId": counter, "time": iso(), "queueItemId": item["id"], "fCntDown": counter,
                 "gatewayId": "0016c001f153a14c",
                 "deviceInfo": {"applicationId": APPLICATION, "devEui": device, "deviceName": device,
                                "deviceProfileName": "kuando_busylight",
                                "deviceClassEnabled": "CLASS_C", "tags": {}},
                 "txInfo": {"frequency": 869525000}}
        self.broker.publish(f"application/{APPLICATION}/device/{device}/event/txack", json.dumps(event), 1)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lamps = None

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        device = self.path.split("/")[3]
        with self.lamps.lock:
            items = list(self.lamps.queues.get(device, []))
        self.answer({"totalCount": len(items), "result": items} if self.path.endswith("/queue")
                    else {"device": {"devEui": device}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        device = self.path.split("/")[3]
        if body.get("flushQueue"):
            with self.lamps.lock:
                self.lamps.queues[device] = []
        self.answer({"id": self.lamps.post(device, body["queueItem"], self.client_address[0])})

    def log_message(self, *_):
        pass


def main():
    address, port, broker, log = sys.argv[1:]
    Handler.lamps = Lamps(int(broker), log)
    http.server.ThreadingHTTPServer((address, int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main()
