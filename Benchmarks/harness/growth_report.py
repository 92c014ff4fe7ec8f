"""The part of RESULTS.md about growth, and its figure."""

import json
import subprocess

from .records import RESULTS
from .worker import ROOT

RECORD = RESULTS / "growth.json"
FIGURE = ROOT / "Benchmarks" / "growth.svg"
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
WIDTHS = (8, 16, 32, 64)
THREADS = (1, 2)
BATCH = 128
WIDTH = 16

TEXT = """## How cost grows

![Step time against batch and width](growth.svg)

`make bench-growth`: one training step of `resnet20`, minimum over all turns, against the batch (width 16) and against the
width of the first stage (batch 128), with 1 and 2 threads. The lines are limits of this machine:

- *arithmetic*: the multiply-adds that the definition of the convolutions and the linear layer asks for, three passes
  (forward, gradient of the data but for the first layer, gradient of the weights), at the rate measured with independent
  multiply-adds in registers. Winograd's algorithm needs fewer, so that a step may run below the line.
- *memory*: every activation written and read once forwards, and read once backwards with its gradient written and read
  once, at the rate of a triad over arrays beyond the caches. Small batches stay in cache and may run below this line.
"""


def layers(width):
    """(outputs an image, multiply-adds an image) of each layer of resnet20 on 32×32×3 images."""
    found = [(width * 1024, 3 * 9 * width * 1024)]
    inputs = width
    for stage in range(3):
        outputs, pixels = width << stage, 1024 >> (2 * stage)
        for block in range(3):
            found.append((outputs * pixels, inputs * 9 * outputs * pixels))
            found.append((outputs * pixels, outputs * 9 * outputs * pixels))
            if inputs != outputs:
                found.append((outputs * pixels, inputs * outputs * pixels))
            inputs = outputs
    return [*found, (10, inputs * 10)]


def operations(width):
    """Floating-point operations of a step, an image."""
    products = [count for _, count in layers(width)]
    return 2 * (3 * sum(products) - products[0])


def traffic(width):
    """Bytes of a step, an image: five passes over each layer's outputs."""
    return 5 * 4 * sum(outputs for outputs, _ in layers(width))


def rates(record, threads):
    """(operations, bytes) a second."""
    limits = record["limits"][str(threads)]
    return (
        limits["operations"] / limits["multiply-adds seconds"], limits["bytes"] / limits["triad seconds"])


def _data(record):
    """Blocks for gnuplot: measured and limits, by batch and by width, for each number of threads."""
    blocks = []
    for kind, values in (("batch", BATCHES), ("width", WIDTHS)):
        for threads in THREADS:
            rate, bandwidth = rates(record, threads)
            lines = [f'"{kind} {threads}"']
            for value in values:
                batch, width = (value, WIDTH) if kind == "batch" else (BATCH, value)
                seconds = record["steps"][f"{kind} {value} threads {threads}"]
                lines.append(
                    f"{value} {seconds * 1e3} {batch * operations(width) / rate * 1e3} "
                    f"{batch * traffic(width) / bandwidth * 1e3}")
            blocks.append("\n".join(lines))
    return "\n\n\n".join(blocks)


SCRIPT = """set terminal svg size 900,420 font "sans,12" background "white"
set output "{figure}"
set datafile separator whitespace
set multiplot layout 1,2
set logscale x 2
set logscale y 10
set format y "%g"
set ylabel "ms a step"
set key top left reverse Left samplen 2 font ",10"
set grid lc rgb "#dddddd"
{panels}
unset multiplot
"""
PANEL = """set xlabel "{label}"
set xtics ({tics})
set xrange [{first}:{last}]
plot {plots}
"""
COLOURS = {1: "#1f77b4", 2: "#d62728"}


def _panel(kind, first):
    values = BATCHES if kind == "batch" else WIDTHS
    plots = []
    for number, threads in enumerate(THREADS):
        colour, words = COLOURS[threads], f"{threads} thread" + ("s" if threads > 1 else "")
        block = f"$data index {first + number}"
        plots += [
            f'{block} using 1:2 with linespoints pt 7 ps 0.6 lw 2 lc rgb "{colour}" title "measured, {words}"',
            f'{block} using 1:3 with lines dt 2 lc rgb "{colour}" title "arithmetic, {words}"',
            f'{block} using 1:4 with lines dt 3 lc rgb "{colour}" title "memory, {words}"',
        ]
    label = f"batch (width {WIDTH})" if kind == "batch" else f"width (batch {BATCH})"
    return PANEL.format(
        label=label, tics=", ".join(map(str, values)), first=values[0] * 0.9, last=values[-1] * 1.1,
        plots=", ".join(plots))


def draw(record):
    panels = _panel("batch", 0) + _panel("width", len(THREADS))
    script = f"$data << EOD\n{_data(record)}\nEOD\n" + SCRIPT.format(figure=FIGURE, panels=panels)
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def section():
    if not RECORD.exists():
        return ""
    record = json.loads(RECORD.read_text())
    lines = [TEXT, "| threads | multiply-adds, Gflop/s | triad, GB/s |", "|---|---|---|"]
    for threads in THREADS:
        rate, bandwidth = rates(record, threads)
        lines.append(f"| {threads} | {rate / 1e9:.0f} | {bandwidth / 1e9:.0f} |")
    lines += ["", "| step of resnet20 | 1 thread, ms | 2 threads, ms | speed-up | share of arithmetic limit, 2 threads |"]
    lines.append("|---|---|---|---|---|")
    for kind, values in (("batch", BATCHES), ("width", WIDTHS)):
        for value in values:
            one, two = (record["steps"][f"{kind} {value} threads {threads}"] for threads in THREADS)
            batch, width = (value, WIDTH) if kind == "batch" else (BATCH, value)
            share = batch * operations(width) / rates(record, 2)[0] / two
            lines.append(f"| {kind} {value} | {one * 1e3:.2f} | {two * 1e3:.2f} | {one / two:.2f} | {share:.2f} |")
    lines.append(f"\n{record['rounds']} rounds of turns, revision {record['versions']['lethe']}.")
    return "\n".join(lines)
