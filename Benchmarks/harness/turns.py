"""Ours and PyTorch's in turns on one machine, so that both see the same disturbances."""

import subprocess
import sys
import time
from contextlib import contextmanager

from .worker import WorkerFailure

# Repetitions before the first timed turn: allocation, compilation, caches.
WARM_UP = 2
# Lets the threads of the worker that ran before fall asleep.
PAUSE_SECONDS = 0.02


def say(text):
    print(text, file=sys.stderr, flush=True)


def warm_up(workers):
    """Sets workers up, one after the other. Returns those that can run, and by label why others cannot."""
    able, failures = [], {}
    for worker in workers:
        begin = time.monotonic()
        try:
            worker.start()
            worker.fastest = min(worker.run(WARM_UP))
        except WorkerFailure as failure:
            worker.stop()
            failures[worker.label] = str(failure)
            say(f"  {failure}")
            continue
        able.append(worker)
        say(f"  {worker.label}: ready after {time.monotonic() - begin:.1f} s")
    return able, failures


@contextmanager
def companion(command):
    """Runs a command beside the turns, such as one that keeps other work off the machine: they begin when it prints a
    line, and its stdin is closed after the last."""
    if not command:
        yield
        return
    with subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if not process.stdout.readline():
            raise SystemExit(f"'{command}' ended before the turns")
        try:
            yield
        finally:
            process.stdin.close()


def take_turns(workers, rounds, turn_seconds):
    """Runs `rounds` rounds; each worker has one turn of about `turn_seconds` a round."""
    for number in range(rounds):
        # Another order each round: nobody always follows the same neighbour.
        shift = number % len(workers)
        for worker in workers[shift:] + workers[:shift]:
            time.sleep(PAUSE_SECONDS)
            worker.seconds += worker.run(max(1, round(turn_seconds / worker.fastest)))
            worker.fastest = min(worker.fastest, *worker.seconds)
