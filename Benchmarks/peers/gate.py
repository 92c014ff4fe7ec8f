"""Lets a workload run only in its turns, and keeps time: the protocol of Sources/lethe-bench/Gate.swift."""

import json
import os
import sys
import time

# PyTorch's compilers may print; answers go where stdout was, everything else to stderr.
_answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def answer(**content):
    _answers.write(json.dumps(content, sort_keys=True) + "\n")


def peak_bytes():
    """The most memory that was resident at once."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    raise RuntimeError("/proc/self/status has no VmHWM")


def serve(repetition, imports_bytes, facts):
    """Says that the set-up is done, then runs and times `repetition` as often as each turn asks. `facts` is what else
    there is to say at the end."""
    answer(ready=True)
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            answer(peak_bytes=peak_bytes(), imports_bytes=imports_bytes, **facts)
            return
        if len(words) != 2 or words[0] != "run":
            raise ValueError(f"'{line.strip()}' is neither 'run COUNT' nor 'quit'")
        seconds = []
        for _ in range(int(words[1])):
            begin = time.perf_counter()
            repetition()
            seconds.append(time.perf_counter() - begin)
        answer(seconds=seconds)
