"""How the time of a training step grows with batch, width and threads, and what the machine could do at most.

growth.py [--rounds N] [--compute MODE] [--beside COMMAND]; writes results/growth.json and growth.svg.
"""

import argparse
import json

from harness import growth_report, report
from harness.growth_report import BATCH, BATCHES, THREADS, WIDTH, WIDTHS
from harness.machine import machine, versions
from harness.turns import say, set_up, take_turns
from harness.worker import Worker, command_of_ours


def steps(compute):
    """A runner for each point of the figure."""
    for threads in THREADS:
        for batch in BATCHES:
            command = command_of_ours(f"train-resnet20-width-{WIDTH}", batch, threads, *compute)
            yield Worker(f"batch {batch} threads {threads}", command)
        for width in WIDTHS:
            command = command_of_ours(f"train-resnet20-width-{width}", BATCH, threads, *compute)
            yield Worker(f"width {width} threads {threads}", command)


def limits():
    for threads in THREADS:
        for kind in ("multiply-adds", "triad"):
            yield Worker(f"{kind} {threads}", command_of_ours(f"limit-{kind}", 0, threads))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compute", help="compute mode")
    parser.add_argument("--beside", help="command that runs beside the turns, see turns.Companion")
    options = parser.parse_args()
    runners = [*steps(["--compute", options.compute] if options.compute else []), *limits()]
    say(f"growth: {len(runners)} runners")
    try:
        able, failures = set_up(runners, warm_up=2)
        if failures:
            raise SystemExit(f"{failures}")
        take_turns(able, options.rounds, 0.5, options.beside)
        facts = {runner.label: runner.finish() for runner in runners}
    finally:
        for runner in runners:
            runner.stop()
    fastest = {runner.label: runner.fastest for runner in runners}
    record = {
        "machine": machine(), "versions": versions(), "compute": options.compute, "rounds": options.rounds,
        "steps": {label: seconds for label, seconds in fastest.items() if label.startswith(("batch", "width"))},
        "limits": {
            str(threads): {
                "operations": facts[f"multiply-adds {threads}"]["operations"],
                "multiply-adds seconds": fastest[f"multiply-adds {threads}"],
                "bytes": facts[f"triad {threads}"]["bytes"],
                "triad seconds": fastest[f"triad {threads}"],
            } for threads in THREADS
        },
    }
    growth_report.RECORD.parent.mkdir(exist_ok=True)
    growth_report.RECORD.write_text(json.dumps(record, indent=1) + "\n")
    growth_report.draw(record)
    report.write()


main()
