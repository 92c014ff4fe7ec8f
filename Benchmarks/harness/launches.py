"""Runners that are measured from before their process starts: one process a repetition."""

import json
import os
import subprocess
import sys
import time

from .worker import OURS_LABEL, PEERS, ROOT, WorkerFailure, command_of_ours, environment_of


class Launches:
    """Has turns like a `Worker`."""

    def __init__(self, label, command, environment=None):
        self.label = label
        self.command = command
        self.environment = environment or {}
        self.seconds = []
        self.fastest = None
        self.memory = {}

    def start(self):
        pass

    def run(self, count):
        seconds = []
        for _ in range(count):
            command = [*self.command, "--started-at", str(time.monotonic_ns())]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | self.environment)
            if done.returncode:
                raise WorkerFailure(f"{self.label} failed: {done.stderr.strip().splitlines()[-1:]}")
            answer = json.loads(done.stdout)
            seconds += answer.pop("seconds")
            self.memory = answer
        return seconds

    def finish(self):
        return self.memory

    def stop(self):
        pass


def ours(workload, threads, *more):
    return Launches(OURS_LABEL, command_of_ours(workload.name, workload.batch, threads, *more))


def peer(workload, variant, threads, *more):
    command = [sys.executable, str(PEERS / "startup.py"), variant.removesuffix(" avx2")]
    return Launches(
        variant, [*command, "--batch", str(workload.batch), "--threads", str(threads), *more], environment_of(variant))
