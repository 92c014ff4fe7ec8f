"""Measures workloads side by side with PyTorch and writes RESULTS.md; README.md says how a number is made.

bench.py [WORKLOAD …] [--threads T] [--rounds N] [--without WORD …] [--compute MODE] [--beside COMMAND] [--add]
[--render]
"""

import argparse
import os

from harness import algebra, launches, report, worker
from harness.machine import has_avx512, machine, versions
from harness.records import added, store
from harness.turns import say, set_up, take_turns
from harness.worker import OURS_LABEL
from harness.workloads import WORKLOADS


def data_options(workload):
    """Where a workload finds its inputs; None when they are not there."""
    if workload.data == "algebra":
        return ["--data", str(algebra.prepare())]
    if workload.data == "official":
        folder = os.environ.get("LETHE_DATA")
        return ["--data", folder] if folder else None
    return []


def measure(workload, data, options):
    """One workload, all runners; the raw numbers."""
    variants = [v for v in workload.variants if not any(word in v.split() for word in options.without)]
    if has_avx512():
        variants += [f"{variant} avx2" for variant in variants]
    kind = launches if workload.is_launch else worker
    compute = ["--compute", options.compute] if options.compute else []
    runners = [kind.ours(workload, options.threads, *data, *compute)]
    runners += [kind.peer(workload, variant, options.threads, *data) for variant in variants]
    say(f"{workload.name}: {len(runners)} runners")
    try:
        able, failures = set_up(runners, workload.warm_up)
        if OURS_LABEL in failures:
            raise SystemExit(failures[OURS_LABEL])
        take_turns(able, options.rounds or workload.rounds, workload.turn_seconds, options.beside)
        numbers = {runner.label: {"seconds": runner.seconds, **runner.finish()} for runner in able}
    finally:
        for runner in runners:
            runner.stop()
    for number in numbers.values():
        if "result" in number:
            number["error"] = algebra.error(workload.name, number.pop("result"))
    return {
        "workload": workload.name, "batch": workload.batch, "threads": options.threads, "compute": options.compute,
        "machine": machine(), "versions": versions(), "failures": failures, "runners": numbers,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", nargs="*", help="all by default")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, help="turns of each runner")
    parser.add_argument("--without", nargs="*", default=[], help="leave out variants with these words: compile malloc")
    parser.add_argument("--compute", help="compute mode of Lethe's side")
    parser.add_argument("--beside", help="command that runs beside the turns, see turns.Companion")
    parser.add_argument("--add", action="store_true", help="to the stored times of the same revision")
    parser.add_argument("--render", action="store_true", help="measure nothing, write RESULTS.md again")
    options = parser.parse_args()
    unknown = set(options.workloads) - set(WORKLOADS)
    if unknown:
        raise SystemExit(f"no such workload: {', '.join(sorted(unknown))}; there are {', '.join(WORKLOADS)}")
    if not options.render:
        for name in options.workloads or WORKLOADS:
            data = data_options(WORKLOADS[name])
            if data is None:
                say(f"{name}: left out; set LETHE_DATA to the folder with the official files")
                continue
            record = measure(WORKLOADS[name], data, options)
            if options.add:
                record = added(record)
            store(record)
            say(report.summary(record))
    report.write()


main()
