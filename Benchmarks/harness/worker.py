"""A worker: a process that sets a workload up and computes only in its turns."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks" / "peers"
OURS = ROOT / "Benchmarks" / ".build" / "release" / "lethe-bench"
OURS_LABEL = "lethe"

# glibc gives blocks of 32 MiB and more back to the system at each free, which PyTorch pays for in page faults.
MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(1 << 32), "MALLOC_TRIM_THRESHOLD_": str(1 << 32)}
# On a machine with AVX-512, PyTorch with the instructions that it would have without.
AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2"}


class WorkerFailure(Exception):
    """A worker that ended or answered what it should not."""


class Worker:
    def __init__(self, label, command, environment=None):
        self.label = label
        self.command = command
        self.environment = environment or {}
        self.seconds = []
        # The shortest repetition seen, warm-ups included.
        self.fastest = None
        self.process = None
        self.log = Path(tempfile.gettempdir()) / f"lethe-bench-{os.getpid()}-{label.replace(' ', '-')}.log"

    def start(self):
        """Starts the process and waits until its set-up is done."""
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
                env=os.environ | self.environment)
        if not self._answer().get("ready"):
            raise WorkerFailure(f"{self.label} did not get ready")

    def run(self, count):
        """A turn: the seconds of each repetition."""
        return self._ask(f"run {count}")["seconds"]

    def finish(self):
        """Ends the process; what it says about memory."""
        memory = self._ask("quit")
        self.process.wait()
        return memory

    def stop(self):
        """Ends a process that is no longer of use, if it still runs."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.unlink(missing_ok=True)

    def _ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # the missing answer tells
        return self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            last = self.log.read_text().strip().splitlines()[-1:]
            raise WorkerFailure(f"{self.label} ended: {last[0] if last else 'without a word'}")
        return json.loads(line)


def command_of_ours(name, batch, threads, *more):
    return [str(OURS), name, "--batch", str(batch), "--threads", str(threads), *more]


def ours(workload, threads, *more):
    return Worker(OURS_LABEL, command_of_ours(workload.name, workload.batch, threads, *more))


def environment_of(variant):
    return (MALLOC if "malloc" in variant.split() else {}) | (AVX2 if "avx2" in variant.split() else {})


def peer(workload, variant, threads, *more):
    command = [sys.executable, str(PEERS / "worker.py"), workload.name, variant.removesuffix(" avx2")]
    command += ["--batch", str(workload.batch), "--threads", str(threads), *more]
    return Worker(variant, command, environment_of(variant))
