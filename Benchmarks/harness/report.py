"""RESULTS.md, from the records alone."""

from statistics import median

from . import growth_report, modes_report
from .gradient_report import gradient_section
from .records import Comparison, load
from .worker import OURS_LABEL, ROOT

HEAD = """# Lethe and PyTorch, side by side

Written by `make bench`; [README.md](README.md) says how a number is made. Times are minimum / median in milliseconds. The
ratio is the minimum of PyTorch's **best** variant over ours; the floor is what it has to reach. Memory is the most that
was resident at once, in MiB: ours as a whole, of PyTorch's what the work takes beyond the imports, and in brackets with
them. **Open** means that some variants were not measured: one of them may be the best, so the ratio is an upper bound and
a floor that it passes is not yet reached.
"""
VARIANTS_HEAD = """## Every variant

A ratio is the variant's time over ours, of minima and of medians; the memory ratio is ours, whole, over the variant's
beyond its imports; n counts repetitions.
"""


def milliseconds(seconds):
    low, middle = min(seconds) * 1e3, median(seconds) * 1e3
    digits = 0 if low >= 1000 else 1 if low >= 100 else 2
    return f"{low:.{digits}f} / {middle:.{digits}f}"


def mebibytes(count):
    return f"{count / 2**20:.0f}"


def memory(runner):
    """Of PyTorch's."""
    return f"{mebibytes(runner['peak_bytes'] - runner['imports_bytes'])} ({mebibytes(runner['peak_bytes'])})"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def judged(floor, is_reached, unmeasured=()):
    if not is_reached:
        return f"{floor:g} (missed)"
    return f"{floor:g} (open: {len(unmeasured)} variants not measured)" if unmeasured else f"{floor:g}"


def unmeasured(comparison):
    """Variants that the record says nothing about."""
    known = set(comparison.record["runners"]) | set(comparison.record["failures"])
    return [variant for variant in comparison.workload.variants if variant not in known]


def summary_row(comparison):
    workload, best = comparison.workload, comparison.best()
    ratio = comparison.ratio(best)
    capped = comparison.best(capped=True)
    ratios = f"**{ratio:.2f}**" + (f", {comparison.ratio(capped):.2f} kept to AVX2" if capped else "")
    # On a machine with AVX-512 the floor holds for the pair that is kept to AVX2.
    counting = comparison.ratio(capped) if capped else ratio
    return [
        workload.title, str(workload.batch or "–"), milliseconds(comparison.ours["seconds"]), best,
        milliseconds(comparison.variants[best]["seconds"]), ratios,
        judged(workload.floor, counting >= workload.floor, unmeasured(comparison)), mebibytes(comparison.ours["peak_bytes"]),
        memory(comparison.variants[best]), comparison.record["versions"]["lethe"],
    ]


def summary(record):
    """One line about a record."""
    row = summary_row(Comparison(record))
    return f"{record['workload']}: {row[2]} ms, best of PyTorch '{row[3]}' {row[4]} ms, ratio {row[5]}, floor {row[6]}"


def memory_lines(comparisons):
    """Where memory has a limit of its own."""
    for comparison in comparisons:
        limit = comparison.workload.memory_floor
        if limit:
            best = comparison.best()
            ratio = comparison.memory_ratio(best)
            least = min(comparison.variants, key=lambda label: -comparison.memory_ratio(label))
            yield (
                f"Peak memory of the {comparison.workload.title}: {ratio:.2f} of the best variant's, "
                f"{comparison.memory_ratio(least):.2f} of the most frugal one's ('{least}'); limit "
                f"{judged(limit, ratio <= limit, unmeasured(comparison))}.")


def remark(comparison, label, runner):
    parts = []
    if "error" in runner:
        parts.append(f"error {runner['error']:.1e}")
        if label != OURS_LABEL and not comparison.is_accurate(label):
            parts.append("too large to count")
    if "accuracy" in runner:
        parts.append(f"accuracy {100 * runner['accuracy']:.2f} %")
    return ", ".join(parts)


def variant_rows(comparison):
    ours = comparison.ours
    rows = [[
        comparison.workload.name, OURS_LABEL, milliseconds(ours["seconds"]), "1", "1", str(len(ours["seconds"])),
        mebibytes(ours["peak_bytes"]), "1", remark(comparison, OURS_LABEL, ours),
    ]]
    for label, runner in sorted(comparison.variants.items(), key=lambda item: min(item[1]["seconds"])):
        rows.append([
            "", label, milliseconds(runner["seconds"]), f"{comparison.ratio(label):.2f}",
            f"{comparison.median_ratio(label):.2f}", str(len(runner["seconds"])), memory(runner),
            f"{comparison.memory_ratio(label):.2f}", remark(comparison, label, runner),
        ])
    absent = comparison.record["failures"] | {label: "not measured" for label in unmeasured(comparison)}
    return rows + [["", label, "–", "", "", "", "", "", why] for label, why in absent.items()]


def write():
    comparisons = [Comparison(record) for record in load()]
    parts = [HEAD]
    if comparisons:
        latest = comparisons[-1].record
        facts = latest["machine"] | latest["versions"] | {"threads": latest["threads"]}
        del facts["lethe"]  # a column of the table, since rows may differ
        parts += [
            table(["", ""], [[key, str(value)] for key, value in facts.items()]),
            "## Summary",
            table(
                ["workload", "batch", "ours", "best of PyTorch", "its", "ratio", "floor", "memory", "its", "revision"],
                [summary_row(comparison) for comparison in comparisons]),
            *memory_lines(comparisons),
            VARIANTS_HEAD,
            table(
                ["workload", "runner", "time", "ratio", "of medians", "n", "memory", "memory ratio", "remark"],
                [row for comparison in comparisons for row in variant_rows(comparison)]),
        ]
    parts += [gradient_section(), modes_report.section(), growth_report.section()]
    (ROOT / "Benchmarks" / "RESULTS.md").write_text("\n\n".join(part.strip("\n") for part in parts if part) + "\n")
