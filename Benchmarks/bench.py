"""Measures workloads side by side with PyTorch and writes RESULTS.md; README.md says how a number is made.

bench.py [WORKLOAD …] [--threads T] [--rounds N] [--without WORD …] [--around COMMAND] [--render]
"""

import argparse

from harness import report
from harness.machine import has_avx512, machine, versions
from harness.records import store
from harness.turns import companion, say, take_turns, warm_up
from harness.worker import OURS_LABEL, ours, peer
from harness.workloads import WORKLOADS


def measure(workload, options):
    """One workload, all runners; the raw numbers."""
    variants = [v for v in workload.variants if not any(word in v.split() for word in options.without)]
    if has_avx512():
        variants += [f"{variant} avx2" for variant in variants]
    more = ["--compute", options.compute] if options.compute else []
    say(f"{workload.name}: {1 + len(variants)} runners")
    workers = [ours(workload, options.threads, more)] + [peer(workload, v, options.threads) for v in variants]
    try:
        able, failures = warm_up(workers)
        if OURS_LABEL in failures:
            raise SystemExit(failures[OURS_LABEL])
        with companion(options.around):
            take_turns(able, options.rounds or workload.rounds, workload.turn_seconds)
        runners = {worker.label: {"seconds": worker.seconds, **worker.finish()} for worker in able}
    finally:
        for worker in workers:
            worker.stop()
    return {
        "workload": workload.name, "batch": workload.batch, "threads": options.threads,
        "compute": options.compute, "machine": machine(), "versions": versions(), "runners": runners,
        "failures": failures,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", nargs="*", help="all by default")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, help="turns of each runner")
    parser.add_argument("--without", nargs="*", default=[], help="leave out variants with these words: compile malloc")
    parser.add_argument("--compute", help="compute mode of Lethe's side")
    parser.add_argument("--around", help="command that runs beside the turns, see turns.companion")
    parser.add_argument("--render", action="store_true", help="measure nothing, write RESULTS.md again")
    options = parser.parse_args()
    unknown = set(options.workloads) - set(WORKLOADS)
    if unknown:
        raise SystemExit(f"no such workload: {', '.join(sorted(unknown))}; there are {', '.join(WORKLOADS)}")
    if not options.render:
        for name in options.workloads or WORKLOADS:
            result = measure(WORKLOADS[name], options)
            store(result)
            say(report.summary(result))
    report.write()


main()
