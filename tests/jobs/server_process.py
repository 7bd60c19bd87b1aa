"""What of the server matters to jobs, as a process that can be killed: `python -m
tests.jobs.server_process [STAND_IN_WORD]`. Says `ready`, and stops at the end of its input."""

import os
import sys

from crossroad_desktop.jobs.folders import JobFolders
from crossroad_desktop.jobs.runner import JobRunner
from crossroad_desktop.jobs.store import JobStore
from crossroad_desktop.settings import load_settings
from tests.jobs.conftest import stand_in_command


def main(words: list[str]) -> None:
    settings = load_settings(os.environ)
    command = stand_in_command(*words) if words else None
    with JobStore(settings.database_path).open() as store:
        runner = JobRunner(settings, store, JobFolders(settings.job_dir), command)
        runner.start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        runner.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
