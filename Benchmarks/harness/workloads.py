"""What is measured, against which variants of PyTorch, and the floors."""

from dataclasses import dataclass

EAGER = ("eager nchw", "eager channels_last", "eager nchw malloc", "eager channels_last malloc")
COMPILED = ("compile nchw", "compile channels_last", "compile channels_last malloc")
FOLDED = ("folded channels_last", "folded channels_last malloc", "folded blocked")
INVERSION = EAGER + ("eager nchw concatenated", "eager channels_last concatenated")


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    variants: tuple
    # Least ratio of PyTorch's minimum to ours.
    floor: float
    batch: int = 128
    # A turn takes about this long, at least one repetition.
    turn_seconds: float = 1.0
    rounds: int = 10
    # Largest ratio of our peak memory to PyTorch's.
    memory_floor: float | None = None


def training(network, title, floor, **more):
    return Workload(f"train-{network}", f"{title} training step", EAGER + COMPILED, floor, **more)


def inference(network, title, floor):
    return Workload(f"infer-{network}", f"{title} inference", EAGER + FOLDED + COMPILED, floor)


def inversion(network, title, floor):
    return Workload(f"invert-{network}", f"{title} inversion iteration", INVERSION, floor, batch=1)


WORKLOADS = {
    workload.name: workload
    for workload in (
        training("resnet18", "ResNet-18", 2.2, memory_floor=0.8),
        training("resnet20", "ResNet-20", 1.9),
        training("convnet", "convnet 28×28", 2.0),
        inference("resnet18", "ResNet-18", 2.2),
        inference("resnet20", "ResNet-20", 1.7),
        inversion("convnet64", "ConvNet64", 3.0),
        inversion("resnet18", "ResNet-18", 2.8),
        inversion("resnet20", "ResNet-20", 3.0),
    )
}
