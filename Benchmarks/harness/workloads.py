"""What is measured, against which variants of PyTorch, and the floors."""

from dataclasses import dataclass

EAGER = ("eager nchw", "eager channels_last", "eager nchw malloc", "eager channels_last malloc")
COMPILED = ("compile nchw", "compile channels_last", "compile channels_last malloc")
FOLDED = ("folded channels_last", "folded channels_last malloc", "folded blocked")
INVERSION = EAGER + ("eager nchw concatenated", "eager channels_last concatenated")
EPOCHS = (
    "tensors channels_last", "tensors channels_last malloc", "tensors compile channels_last malloc",
    "loader channels_last malloc",
)
LEAST_SQUARES = (
    "gels float32", "gelsd float32", "gelsy float32", "normal equations float32", "normal equations float64",
    "normal equations float64 malloc", "normal equations float64 blocked", "gels float64",
)
SINGULAR_VALUES = (
    "svdvals float32", "svdvals float32 malloc", "svdvals float64", "svdvals of R float32", "eigenvalues float32",
    "eigenvalues float64", "eigenvalues float64 blocked",
)
ALIGNMENT = (
    "centred float32", "centred float32 malloc", "centred after float32", "centred after float32 malloc",
    "centred float64",
)


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
    # Repetitions before the first timed turn: allocation, compilation, caches.
    warm_up: int = 2
    # Largest ratio of our peak memory to PyTorch's.
    memory_floor: float | None = None
    # Where inputs come from: made for the workload ("algebra"), or the folder of $LETHE_DATA ("official").
    data: str | None = None
    # A runner and a factor: variants whose error exceeds the runner's times the factor do not count.
    error_bound: tuple | None = None
    # Whether each repetition is a process of its own.
    is_launch: bool = False


def training(network, title, floor, **more):
    return Workload(f"train-{network}", f"{title} training step", EAGER + COMPILED, floor, **more)


def inference(network, title, floor):
    return Workload(f"infer-{network}", f"{title} inference", EAGER + FOLDED + COMPILED, floor)


def inversion(network, title, floor):
    return Workload(f"invert-{network}", f"{title} inversion iteration", INVERSION, floor, batch=1)


def algebra(name, title, variants, floor, error_bound):
    return Workload(name, title, variants, floor, batch=0, data="algebra", error_bound=error_bound)


def epoch(name, title, floor, rounds):
    return Workload(name, title, EPOCHS, floor, rounds=rounds, warm_up=0, data="official")


WORKLOADS = {
    workload.name: workload
    for workload in (
        training("resnet18", "ResNet-18", 2.2, rounds=6, memory_floor=0.8),
        training("resnet20", "ResNet-20", 1.9),
        training("convnet", "convnet 28×28", 2.0),
        inference("resnet18", "ResNet-18", 2.2),
        inference("resnet20", "ResNet-20", 1.7),
        inversion("convnet64", "ConvNet64", 3.0),
        inversion("resnet18", "ResNet-18", 2.8),
        inversion("resnet20", "ResNet-20", 3.0),
        # Double rounding differs from way to way by small factors.
        algebra("lstsq", "least squares 50,000 × 512, 10 right-hand sides", LEAST_SQUARES, 2.3, ("lethe", 10)),
        algebra("singular-values", "singular values 50,000 × 512", SINGULAR_VALUES, 2.0, ("svdvals float32", 1)),
        algebra("linear-cka", "linear CKA 50,000 × 512", ALIGNMENT, 1.6, ("centred float32", 10)),
        epoch("epoch-mnist-convnet", "MNIST epoch, convnet", 2.0, rounds=3),
        epoch("epoch-cifar10-resnet20", "CIFAR-10 epoch, ResNet-20", 2.0, rounds=2),
        Workload(
            "startup-resnet18", "start to first ResNet-18 step", ("eager nchw", "eager channels_last"), 10,
            is_launch=True),
    )
}
