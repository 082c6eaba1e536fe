#!/usr/bin/env python3
"""A rig that sends its session to Saddlepoint while it runs. Python 3.8 or newer, standard library only.

    export SADDLEPOINT_INGEST_TOKEN=...
    python3 live_rig.py --url http://127.0.0.1:4000 --lab mylab --project learning --subject m1 --session 1

The class Rig is what to copy: give it events, and it brings them to the server in order, each exactly once, over
connections that drop and servers that restart. The rest is a made-up session.
"""
import argparse
import base64
import http.client
import json
import os
import queue
import random
import struct
import sys
import threading
import time
import urllib.parse
from datetime import datetime, timezone

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 10.0
TIMEOUT_S = 30.0
LARGEST_BATCH = 100


class Rig:
    """Sends events in the background. Every event has an id of its own, so sending one again is harmless."""

    def __init__(self, url, token, envelope, on_acknowledged=None, on_refused=None):
        self.url = urllib.parse.urlsplit(url)
        self.token = token
        self.envelope = envelope
        self.on_acknowledged = on_acknowledged or (lambda lines, answer: None)
        self.on_refused = on_refused or (lambda line, answer: print(line, answer, file=sys.stderr))
        self.waiting = queue.Queue()
        self.connection = None
        self.sender = threading.Thread(target=self._send_all, daemon=True)
        self.sender.start()

    def record(self, event_type, event_id, payload, **more):
        """Takes an event and returns at once: the task never waits for the network."""
        event = dict(
            self.envelope,
            type=event_type,
            sourceEventId=event_id,
            occurredAt=datetime.now(timezone.utc).isoformat(),
            payload=payload,
            **more,
        )
        self.waiting.put(json.dumps(event))

    def close(self):
        """Waits until the server has acknowledged everything."""
        self.waiting.put(None)
        self.sender.join()

    def _send_all(self):
        ended = False
        while not ended:
            lines = [self.waiting.get()]
            while len(lines) < LARGEST_BATCH and not self.waiting.empty():
                lines.append(self.waiting.get())
            if None in lines:
                lines.remove(None)
                ended = True
            if lines:
                self._deliver(lines)

    def _deliver(self, lines):
        """Sends a batch until it is acknowledged. A batch is kept whole or not at all."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                status, answer = self._post(lines)
            except (OSError, http.client.HTTPException) as error:
                # Whether the server kept it is unknown. Sending it again tells: an event is never kept twice.
                self._disconnect()
                status, answer = None, str(error)
            if status == 200:
                return self.on_acknowledged(lines, answer)
            if status is not None and 400 <= status < 500 and not is_passing(status, answer):
                if len(lines) == 1:
                    return self.on_refused(lines[0], answer)
                # One bad line refuses its batch: alone, the good ones get through.
                for line in lines:
                    self._deliver([line])
                return None
            print(f"rig: sending again in {pause_s:.1f} s ({status or 'no answer'}: {answer})", file=sys.stderr)
            time.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)

    def _post(self, lines):
        if self.connection is None:
            secure = self.url.scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            self.connection = kind(self.url.hostname, self.url.port, timeout=TIMEOUT_S)
        body = "".join(line + "\n" for line in lines).encode()
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/x-ndjson"}
        self.connection.request("POST", "/v1/events", body, headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.getheader("Connection", "").lower() == "close":
            self._disconnect()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text.decode(errors="replace")

    def _disconnect(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def is_passing(status, answer):
    """Whether a refusal is about the moment, not about the batch."""
    if status in (408, 429):
        return True
    errors = answer.get("errors", []) if isinstance(answer, dict) else []
    return any(error.get("extensions", {}).get("code") == "LOST_RACE" for error in errors)


def float32(samples):
    """Samples as the log takes them: base64 of little-endian float32."""
    return base64.b64encode(struct.pack(f"<{len(samples)}f", *samples)).decode()


def run_session(rig, args):
    """A made-up mouse that has learnt something."""
    dice = random.Random(args.seed)
    name = f"{args.project}/{args.subject}/{args.session}"
    started = time.monotonic()
    rig.record("SessionStarted", f"session:{name}", {"rig": "example", "taskVersion": "1.0"})
    for trial in range(1, args.trials + 1):
        signed = dice.choice([-1, -0.5, -0.25, 0, 0.25, 0.5, 1])
        went_right = dice.random() < 1 / (1 + pow(2.718, -4 * signed))
        now_s = time.monotonic() - started
        if trial % 10 == 0:
            rig.record(
                "StimulationRecorded",
                f"stimulation:{name}/{trial // 10}",
                {
                    "stimulation": trial // 10,
                    "trial": trial,
                    "site": "DLS",
                    "hemisphere": "left",
                    "condition": "active",
                    "alignment": "stimulus",
                    "onsetS": now_s,
                    "durationS": 0.5,
                },
            )
        rig.record(
            "TrialRecorded",
            f"trial:{name}/{trial}",
            {
                "trial": trial,
                "contrastLeft": max(0, -signed),
                "contrastRight": max(0, signed),
                "choice": "right" if went_right else "left",
                "outcome": "correct" if went_right == (signed > 0) else "incorrect",
                "responseTimeS": 0.2 + dice.random(),
                "stimulusOnS": now_s,
            },
        )
        rig.record(
            "SnippetRecorded",
            f"snippet:{name}/{trial}",
            {
                "snippet": f"t{trial}",
                "trial": trial,
                "site": "DLS-left",
                "channel": "signal",
                "alignment": "stimulus",
                "units": "z",
                "sampleRateHz": 30,
                "offsetS": -1,
            },
            samples=float32([dice.gauss(0, 1) for _ in range(120)]),
        )
        time.sleep(args.interval)
    rig.record("SessionEnded", f"end:{name}", {"endedAt": datetime.now(timezone.utc).isoformat()})


def main():
    parser = argparse.ArgumentParser(description="Send a made-up session to Saddlepoint while it runs.")
    parser.add_argument("--url", default="http://127.0.0.1:4000")
    parser.add_argument("--lab", required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("--subject", required=True)
    parser.add_argument("--session", type=int, required=True)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--interval", type=float, default=1.0, help="seconds a trial")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    token = os.environ.get("SADDLEPOINT_INGEST_TOKEN")
    if not token:
        sys.exit("set SADDLEPOINT_INGEST_TOKEN to the server's token")
    envelope = {
        "lab": args.lab,
        "project": args.project,
        "subject": args.subject,
        "session": args.session,
        "source": "live-rig-example",
        "actor": "rig",
    }
    refused = []

    def acknowledged(lines, answer):
        print(json.dumps({"acknowledged": len(lines), "positions": answer["positions"]}), flush=True)

    def set_aside(line, answer):
        refused.append(line)
        print(json.dumps({"refused": json.loads(line), "answer": answer}), file=sys.stderr, flush=True)

    rig = Rig(args.url, token, envelope, acknowledged, set_aside)
    run_session(rig, args)
    rig.close()
    if refused:
        sys.exit(f"{len(refused)} events were refused; the errors above say why")


if __name__ == "__main__":
    main()
