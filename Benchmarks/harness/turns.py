"""Ours and PyTorch's in turns on one machine, so that both see the same disturbances."""

import subprocess
import sys
import time

from .worker import WorkerFailure

# Lets the threads of the worker that ran before fall asleep.
PAUSE_SECONDS = 0.02
# A companion is let go after this long, and called again.
COMPANION_SECONDS = 60


def say(text):
    print(text, file=sys.stderr, flush=True)


def set_up(workers, warm_up):
    """Sets workers up, one after the other. Returns those that can run, and by label why others cannot."""
    able, failures = [], {}
    for worker in workers:
        begin = time.monotonic()
        try:
            worker.start()
            worker.fastest = min(worker.run(warm_up)) if warm_up else None
        except WorkerFailure as failure:
            worker.stop()
            failures[worker.label] = str(failure)
            say(f"  {failure}")
            continue
        able.append(worker)
        say(f"  {worker.label}: ready after {time.monotonic() - begin:.1f} s")
    return able, failures


class Companion:
    """A command that runs beside turns, such as one that keeps other work off the machine: they begin when it prints a
    line, and its stdin is closed after the last. Without a command, nothing."""

    def __init__(self, command):
        self.command = command
        self.process = None

    def call(self):
        """Makes sure that it is there."""
        if self.process and time.monotonic() - self.begin > COMPANION_SECONDS:
            self.release()
        if self.command and not self.process:
            self.process = subprocess.Popen(
                self.command, shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            if not self.process.stdout.readline():
                raise SystemExit(f"'{self.command}' ended before the turns")
            self.begin = time.monotonic()

    def release(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def take_turns(workers, rounds, turn_seconds, companion_command=None):
    """Runs `rounds` rounds; each worker has one turn of about `turn_seconds` a round."""
    companion = Companion(companion_command)
    try:
        for number in range(rounds):
            # Another order each round: nobody always follows the same neighbour.
            shift = number % len(workers)
            for worker in workers[shift:] + workers[:shift]:
                companion.call()
                time.sleep(PAUSE_SECONDS)
                seconds = worker.run(max(1, round(turn_seconds / worker.fastest)) if worker.fastest else 1)
                worker.seconds += seconds
                worker.fastest = min(worker.seconds)
    finally:
        companion.release()
