"""Facts about the machine and the versions of what is compared."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from .worker import ROOT


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _lscpu():
    pairs = (line.split(":", 1) for line in _output("lscpu").splitlines() if ":" in line)
    return {key.strip(): value.strip() for key, value in pairs}


def has_avx512():
    return "avx512f" in Path("/proc/cpuinfo").read_text().split()


def machine():
    cpu = _lscpu()
    caches = ", ".join(f"{level} {cpu[level + ' cache']}" for level in ("L1d", "L2", "L3") if level + " cache" in cpu)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "CPU": cpu.get("Model name", "unknown"),
        "cores": os.cpu_count(),
        "caches": caches,
        "memory": f"{memory / 2**30:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "AVX-512": "yes" if has_avx512() else "no",
    }


def _revision():
    """The commit that is measured, marked where the tree differs from it in more than measurements."""
    measurements = [f":(top,exclude)Benchmarks/{name}" for name in ("RESULTS.md", "results", "*.svg")]
    changes = _output("git", "status", "--porcelain", "--untracked-files=no", "--", ":/", *measurements)
    return _output("git", "describe", "--always", "--abbrev=12") + ("-dirty" if changes else "")


def versions():
    code = "import torch, numpy; print(torch.__version__, numpy.__version__)"
    torch_version, numpy_version = (_output(sys.executable, "-c", code).split() + ["unknown"] * 2)[:2]
    swift = _output("swift", "--version").splitlines()[0]
    return {
        "lethe": _revision(),
        "Swift": swift.split("(")[0].replace("Swift version", "").strip(),
        "clang": _output(str(Path(_output("which", "swift")).resolve().parent / "clang"), "--version").splitlines()[0],
        "PyTorch": torch_version,
        "NumPy": numpy_version,
        "Python": platform.python_version(),
    }
