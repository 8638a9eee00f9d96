"""The opponent's part of the names benchmark; run by it in an environment of its own.

    python names_peers.py QUESTIONS.json ANSWERS.json

nomenklatura's logic-v2 scores pairs; its index offers candidates, which logic-v2 puts in order.
Nothing of the program is imported here, and nothing of this is part of the program.
"""

import json
import logging
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

CONFIG = ScoringConfig.defaults()
LOGIC = get_algorithm("logic-v2")
DATASET = Dataset.make({"name": "bench", "title": "Benchmark"})
MOST_LOOKED_UP, FEW_LOOKED_UP = 60, 20
"""Single look-ups that are timed, among `MANY` names and among fewer: each takes the index long."""
MANY = 100_000
REMEMBERED = 250
"""Pairs whose names it surely remembers (1,000 names), so that they count as prepared."""


def entity(number: str, schema: str, name: str) -> StatementEntity:
    """Make an entity; it is remembered by its number alone, so no two may have the same."""
    data = {"id": number, "schema": schema, "properties": {"name": [name]}}
    return StatementEntity.from_data(DATASET, data)


class Names:
    """What the index reads: entities one after another."""

    def __init__(self, schema: str, names: Mapping[str, str]) -> None:
        self.schema, self.names = schema, names

    def entities(self, **_: object) -> Iterator[StatementEntity]:
        for number, name in self.names.items():
            yield entity(number, self.schema, name)


def score(left: StatementEntity, right: StatementEntity) -> float:
    return LOGIC.compare(left, right, CONFIG).score


def scores(pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score all pairs; how fast, is timed on slices that its memory of read names holds."""
    made = [
        (
            entity(f"left-{n}", pair["schema"], pair["left"]),
            entity(f"right-{n}", pair["schema"], pair["right"]),
        )
        for n, pair in enumerate(pairs)
    ]
    found: list[float] = []
    took = 0.0
    for start in range(0, len(made), REMEMBERED):
        some = made[start : start + REMEMBERED]
        found += [score(left, right) for left, right in some]
        started = time.process_time()
        for left, right in some:
            score(left, right)
        took += time.process_time() - started
    return {"scores": found, "a_second": len(made) / took if took else 0.0}


def hunt(asked: dict[str, Any]) -> dict[str, Any]:
    schema, title = asked["schema"], asked["title"]
    names = {f"{title} {place}": name for place, name in enumerate(asked["names"])}
    queries, right = [], {}
    for n, (typed, place) in enumerate(asked["asked"]):
        queries.append(entity(f"{title} asks {n}", schema, typed))
        right[queries[-1].id] = f"{title} {place}"
    asks = {query.id: query for query in queries}
    with tempfile.TemporaryDirectory(prefix="kakehashi-peers-") as folder:
        started = time.process_time()
        index = Index(Names(schema, names), Path(folder))
        index.build()
        built = len(names) / (time.process_time() - started)
        whole = sum(
            right[str(number)] in best(asks[str(number)], schema, names, matches)
            for number, matches in index.match_entities(queries)
        )
        took, worked, single = [], [], 0
        most = MOST_LOOKED_UP if len(names) >= MANY else FEW_LOOKED_UP
        for query in queries[:most]:
            started, begun = time.perf_counter(), time.process_time()
            answer = [matches for _, matches in index.match_entities([query])]
            single += right[query.id] in best(query, schema, names, answer[0] if answer else [])
            took.append((time.perf_counter() - started) * 1000)
            worked.append((time.process_time() - begun) * 1000)
    p99, cpu = (statistics.quantiles(some, n=100)[98] for some in (took, worked))
    # What it leaves out as too common depends on how many it is asked at once: the better counts.
    found = max(whole / len(queries), single / len(took))
    return {"title": title, "found": found, "p99": p99, "cpu": cpu, "built": built}


def best(
    query: StatementEntity,
    schema: str,
    names: Mapping[str, str],
    matches: Iterable[tuple[object, float]],
) -> list[str]:
    """Put what the index offers in the order of the matcher; the first ten."""
    offered = [
        (score(query, entity(str(one), schema, names[str(one)])), str(one)) for one, _ in matches
    ]
    offered.sort(key=lambda row: -row[0])
    return [one for _, one in offered[:10]]


def main() -> None:
    logging.disable(logging.CRITICAL)
    questions = json.loads(Path(sys.argv[1]).read_text())
    answers = scores(questions["pairs"])
    answers["hunts"] = [hunt(one) for one in questions["hunts"]]
    answers["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    Path(sys.argv[2]).write_text(json.dumps(answers))


if __name__ == "__main__":
    main()
