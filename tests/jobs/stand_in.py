"""A child process in place of an analysis: `stand_in.py HOW JOB_ID`. Without any import that costs
time, because fifty of them run in one test."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

JOB_DIR = Path(os.environ["CROSSROAD_JOB_DIR"])


def say(**content: object) -> None:
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Adds a line to the one file of all children; whole lines, whoever writes at the same time."""
    descriptor = os.open(JOB_DIR.parent / "events", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{text}\n".encode())
    os.close(descriptor)


def finish(job_id: str) -> None:
    (JOB_DIR / job_id / "output").mkdir()
    say(summary={"warnings": ["a warning"], "analysed_genomes": 7, "ssrs": 21})


def complete(job_id: str) -> None:
    note(f"start {job_id}")
    # Long enough for a third one to start beside two, if anything let it.
    threading.Event().wait(0.05)
    note(f"end {job_id}")
    finish(job_id)


def hang(job_id: str) -> None:
    """Will not end when asked to, and has a child that will not either."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (JOB_DIR / job_id / "output.unfinished").mkdir()
    if job_id in sys.argv:
        subprocess.Popen([sys.executable, "-I", "-S", __file__, "hang_alone", "x"])
    say(progress=0.5, message="Hanging")
    signal.pause()


def hang_alone(_: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.pause()


def hold(_: str) -> None:
    """Runs until it is asked to end, whoever started it."""
    say(progress=0.5, message="Holding")
    signal.pause()


def leave_child(job_id: str) -> None:
    """Completes, but leaves a child that holds our standard output open."""
    subprocess.Popen([sys.executable, "-I", "-S", __file__, "hang_alone", "x"])
    finish(job_id)


def crash(_: str) -> None:
    sys.stderr.write("what the library printed\n")
    sys.exit(3)


def fall_back(job_id: str) -> None:
    """Progress that falls, and lines that are no reports."""
    for line in ("", "nonsense", "[1, 2]", '{"progress": "much", "message": 3}', "null"):
        sys.stdout.write(line + "\n")
    say(progress=0.6, message="far")
    threading.Event().wait(0.6)
    say(progress=0.2, message="less far")
    threading.Event().wait(0.6)
    say(progress=7, message="too far")
    threading.Event().wait(0.6)
    finish(job_id)


def chatter(job_id: str) -> None:
    for number in range(1000):
        say(progress=number / 1000, message=f"line {number}")
        threading.Event().wait(0.0015)
    finish(job_id)


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
