"""Names screened across scripts, beside nomenklatura's logic-v2 and its index, in one run.

    make peers                       once: the opponent's own environment
    python -m benchmarks.names [--parts pairs,scripts,typos] [--sizes 100000,1000000]
                               [--db sqlite|postgresql] [--data ../shared/data]

Labelled pairs: the recall at a precision of 0.95, under one threshold for all and under one for
each group; and what thresholds found on four fifths of the names come to on the fifth that they
have not seen. Hunts: how often the right name is among the first ten of so many, and the p99 of one
look-up by the clock and of CPU time, ours in the tables of a node with their permissions. Pairs a
second: prepared, on one core, by CPU time. Memory: the most that a program ever took, haystacks
included.
"""

import argparse
import json
import logging
import math
import os
import resource
import statistics
import subprocess
import tempfile
import time
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.names_tasks import (
    Hunt,
    Pair,
    across_scripts,
    as_told,
    organization_names,
    pairs,
    with_slips,
)
from benchmarks.search import a_node
from kakehashi.core.names import LIKELY, Kind, likeness, prepare

PRECISION = 0.95
FOLDS = 5
PEERS = Path(".venv-peers/bin/python")
NOW = datetime(2026, 10, 1, tzinfo=UTC)
KINDS = {"Person": Kind.PERSON, "Company": Kind.ORGANIZATION, "Organization": Kind.ORGANIZATION}
AIMS = {
    "recall": 0.60, "Khmer persons": 0.97, "Khmer places": 0.97, "two typos, 100,000 names": 0.97,
    "two typos, 1,000,000 names": 0.92, "pairs": 25_000,
}  # fmt: skip
MILLISECONDS = {100_000: 30, 1_000_000: 200}


def threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The score from which most of the same are found and 19 of 20 found are right."""
    ordered = sorted(scored, reverse=True)
    best, right, most = math.inf, 0, 0
    for count, (score, is_same) in enumerate(ordered, 1):
        right += is_same
        is_last = count == len(ordered) or ordered[count][0] < score
        if is_last and right > most and right >= PRECISION * count:
            best, most = score, right
    return best


def recall(scored: Sequence[tuple[float, bool]]) -> float:
    """The greatest recall of any threshold at which 19 of 20 are right."""
    least = threshold(scored)
    same = [score for score, is_same in scored if is_same]
    return sum(score >= least for score in same) / len(same)


def held_out(labelled: Sequence[Pair], scores: Sequence[float]) -> tuple[float, float]:
    """Precision and recall where each group's threshold was found on other names than these.

    The pairs of one name stay together.
    """
    groups = dict.fromkeys(one.group for one in labelled)
    proposed = right = 0
    for fold in range(FOLDS):
        for group in groups:
            rows = [
                (score, one.is_same, zlib.crc32(one.left.encode()) % FOLDS == fold)
                for one, score in zip(labelled, scores, strict=True)
                if one.group == group
            ]
            known = [(score, is_same) for score, is_same, is_held_out in rows if not is_held_out]
            least = threshold(known)
            found = [
                is_same for score, is_same, is_held_out in rows if is_held_out and score >= least
            ]
            proposed += len(found)
            right += sum(found)
    return right / proposed if proposed else 1.0, right / sum(one.is_same for one in labelled)


def our_scores(labelled: Sequence[Pair]) -> dict[str, Any]:
    made = [
        (prepare(one.left, KINDS[one.schema]), prepare(one.right, KINDS[one.schema]))
        for one in labelled
    ]
    scores = [likeness(left, right) for left, right in made]
    speeds = []
    for _ in range(3):
        started = time.process_time()
        for left, right in made:
            likeness(left, right)
        speeds.append(len(made) / (time.process_time() - started))
    return {"scores": scores, "a_second": max(speeds)}


def our_hunt(hunt: Hunt) -> dict[str, Any]:
    """Index the names on the node's database and look each one up as an officer's page does."""
    from kakehashi.core.notices.payload import Classification
    from kakehashi.screening import actions, queries, reach
    from kakehashi.screening.actions import Named

    kind = KINDS[hunt.schema]
    started = time.process_time()
    actions.index(
        (Named(f"{hunt.title} {place}", (name,), kind) for place, name in enumerate(hunt.names)),
        agreement=hunt.title,
        classification=Classification.PUBLIC,
        now=NOW,
        at_once=5_000,
    )
    built = len(hunt.names) / (time.process_time() - started)
    within = reach.whole((hunt.title,))
    found, took, worked = 0, [], []
    for typed, place in hunt.asked:
        started, begun = time.perf_counter(), time.process_time()
        offered = queries.candidates(typed, within, kind=kind, at_least=0.0, limit=10)
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - begun) * 1000)
        found += f"{hunt.title} {place}" in [one.source for one in offered]
    p99, cpu = (statistics.quantiles(some, n=100)[98] for some in (took, worked))
    return {
        "title": hunt.title, "found": found / len(took), "p99": p99, "cpu": cpu, "built": built,
    }  # fmt: skip


def their_answers(program: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Ask the opponent in its own environment; nothing of it where that is missing."""
    if not program.exists():
        print(f"The opponent is not measured: there is no {program} (make peers).\n")
        return {}
    with tempfile.TemporaryDirectory(prefix="kakehashi-names-") as folder:
        asked, answered = Path(folder) / "asked.json", Path(folder) / "answered.json"
        asked.write_text(json.dumps(told))
        script = Path(__file__).with_name("names_peers.py")
        subprocess.run([program, script, asked, answered], check=True)
        answers: dict[str, Any] = json.loads(answered.read_text())
        return answers


def line(what: str, theirs: str, ours: str, aim: str = "") -> None:
    print(f"{what:<44} {theirs:>12} {ours:>12}   {aim}")


def show_pairs(labelled: Sequence[Pair], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    def rows(answers: dict[str, Any], group: str) -> str:
        if not answers:
            return "-"
        scored = [
            (score, one.is_same)
            for one, score in zip(labelled, answers["scores"], strict=True)
            if group in ("", one.group)
        ]
        return f"{recall(scored):.3f}"

    line("recall at precision 0.95", "logic-v2", "ours", "at least")
    line("  all groups, one threshold", rows(theirs, ""), rows(ours, ""), f"{AIMS['recall']}")
    for group in dict.fromkeys(one.group for one in labelled):
        line(f"  {group}, its own threshold", rows(theirs, group), rows(ours, group), "theirs")
    likely = [one.is_same for one, s in zip(labelled, ours["scores"], strict=True) if s >= LIKELY]
    same = sum(one.is_same for one in labelled)
    print(
        f"  ours as proposed (LIKELY, {LIKELY}): precision {sum(likely) / len(likely):.3f},"
        f" recall {sum(likely) / same:.3f}"
    )
    their_speed = f"{theirs['a_second']:,.0f}" if theirs else "-"
    aim = f"{AIMS['pairs']:,}, or {AIMS['pairs'] / 13_000:.1f} times theirs in the same run"
    precision, found = held_out(labelled, ours["scores"])
    line("  thresholds on names not seen: precision", "", f"{precision:.3f}", "0.95")
    line("    and recall", "", f"{found:.3f}", f"{AIMS['recall']}")
    line("pairs scored a second and core", their_speed, f"{ours['a_second']:,.0f}", aim)


def show_hunts(
    hunts: Sequence[Hunt], ours: Sequence[dict[str, Any]], theirs: dict[str, Any]
) -> None:
    for number, (hunt, our) in enumerate(zip(hunts, ours, strict=True)):
        their = theirs["hunts"][number] if theirs else {}
        aim = f"{AIMS.get(hunt.title, 'theirs')}"
        line(
            f"first ten of {len(hunt.names):,}: {hunt.title}"[:44],
            f"{their['found']:.3f}" if their else "-",
            f"{our['found']:.3f}",
            aim,
        )
        line(
            "  p99 of one look-up, ms",
            f"{their['p99']:,.0f}" if their else "-",
            f"{our['p99']:,.1f}",
            f"{MILLISECONDS.get(len(hunt.names), 'theirs')}",
        )
        line(
            "  the same by CPU time, ms",
            f"{their['cpu']:,.0f}" if their else "-",
            f"{our['cpu']:,.1f}",
        )
        line(
            "  names indexed in a second of CPU time",
            f"{their['built']:,.0f}" if their else "-",
            f"{our['built']:,.0f}",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--parts", default="pairs,scripts,typos")
    parser.add_argument("--sizes", default="100000,1000000", help="haystacks of the typos")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the opponent's python")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)  # a slice of thousands holds the write lock long, knowingly
    started = time.monotonic()
    folder = chosen.data / "screening"
    parts = set(chosen.parts.split(","))
    labelled = pairs(folder)
    hunts = list(across_scripts(labelled)) if "scripts" in parts else []
    if "typos" in parts:
        names = organization_names(folder)
        hunts += [with_slips(names, int(size)) for size in chosen.sizes.split(",")]
    labelled = labelled if "pairs" in parts else []
    theirs = their_answers(chosen.peers, as_told(labelled, hunts))
    if labelled:
        show_pairs(labelled, our_scores(labelled), theirs)
    if hunts:
        with a_node(chosen.db):
            show_hunts(hunts, [our_hunt(hunt) for hunt in hunts], theirs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line("memory, GB", f"{theirs['memory']:.2f}" if theirs else "-", f"{memory:.2f}", "under 2")
    print(
        f"\nTook {(time.monotonic() - started) / 60:.0f} minutes; the machine has"
        f" {os.cpu_count()} cores and now a load of {os.getloadavg()[1]:.1f}."
    )


if __name__ == "__main__":
    main()
