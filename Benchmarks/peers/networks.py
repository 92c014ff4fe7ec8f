"""The PyTorch twins of Lethe's networks, from Tests/Golden, and inputs for them."""

import sys
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).resolve().parents[2] / "Tests" / "Golden"))
from models import BUILDERS  # noqa: E402

CLASS_COUNT = 10


def image_shape(name):
    return (1, 28, 28) if name == "convnet" else (3, 32, 32)


def network(name):
    channels, size, _ = image_shape(name)
    torch.manual_seed(0)
    return BUILDERS[name](channels, size, CLASS_COUNT)


def images(name, batch):
    """A batch as the first layer takes it: in memory, in single precision, normalised. Lethe's side makes it anew from
    8-bit pixels in each repetition."""
    generator = torch.Generator().manual_seed(1)
    return torch.randn(batch, *image_shape(name), generator=generator)


def labels(batch):
    generator = torch.Generator().manual_seed(2)
    return torch.randint(0, CLASS_COUNT, (batch,), generator=generator)


def in_layout(variant, value):
    """A module or tensor in the memory format that the variant names."""
    return value.to(memory_format=torch.channels_last) if "channels_last" in variant else value
