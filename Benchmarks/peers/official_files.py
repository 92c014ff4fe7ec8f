"""MNIST and CIFAR-10 from their official files, plain, .gz or .xz, as Lethe's importers find them."""

import gzip
import lzma
from pathlib import Path

import numpy as np

OPENERS = {".gz": gzip.open, ".xz": lzma.open}
FOLDERS = {"mnist": ("mnist",), "cifar10": ("cifar-10", "cifar10", "cifar-10-batches-bin")}


def _content(folder, stems):
    for stem in stems:
        for ending in ("", ".gz", ".xz"):
            path = folder / (stem + ending)
            if path.exists():
                with OPENERS.get(ending, open)(path, "rb") as file:
                    return np.frombuffer(file.read(), dtype=np.uint8)
    raise FileNotFoundError(f"{folder}: {' or '.join(stems)}, plain, .gz or .xz")


def _mnist(folder):
    def part(prefix):
        images = _content(folder, [f"{prefix}-images-idx3-ubyte"])[16:].reshape(-1, 1, 28, 28)
        return images, _content(folder, [f"{prefix}-labels-idx1-ubyte"])[8:]

    return part("train"), part("t10k")


def _cifar10(folder):
    def part(stems):
        records = np.concatenate(
            [_content(folder, [f"{stem}.bin", f"{stem}.partial.bin"]).reshape(-1, 3073) for stem in stems])
        return np.ascontiguousarray(records[:, 1:]).reshape(-1, 3, 32, 32), records[:, 0]

    return part([f"data_batch_{number}" for number in range(1, 6)]), part(["test_batch"])


def load(name, data):
    """((training images, labels), (test images, labels)), images uint8 [N, C, H, W]."""
    for folder in (Path(data) / name for name in FOLDERS[name]):
        if folder.is_dir():
            return {"mnist": _mnist, "cifar10": _cifar10}[name](folder)
    raise FileNotFoundError(f"{data}: none of {', '.join(FOLDERS[name])}")
