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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

CONFIG = ScoringConfig.defaults()
LOGIC = get_algorithm("logic-v2")
DATASET = Dataset.make({"name": "bench", "title": "Benchmark"})
MOST_LOOKED_UP = 60
"""Single look-ups that are timed; each takes the opponent's index a second or more."""


def entity(number: str, schema: str, name: str) -> StatementEntity:
    data = {"id": number, "schema": schema, "properties": {"name": [name]}}
    return StatementEntity.from_data(DATASET, data)


class Names:
    """What the index reads: entities one after another."""

    def __init__(self, schema: str, names: list[str]) -> None:
        self.schema, self.names = schema, names

    def entities(self, **_: object) -> Iterator[StatementEntity]:
        for number, name in enumerate(self.names):
            yield entity(f"n{number}", self.schema, name)


def score(left: StatementEntity, right: StatementEntity) -> float:
    return LOGIC.compare(left, right, CONFIG).score


def scores(pairs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    made = [
        (entity("a", pair["schema"], pair["left"]), entity("b", pair["schema"], pair["right"]))
        for pair in pairs
    ]
    found = [score(left, right) for left, right in made]
    started = time.process_time()
    for left, right in made:
        score(left, right)
    return {"scores": found, "a_second": len(made) / (time.process_time() - started)}


def hunt(asked: dict[str, Any]) -> dict[str, Any]:
    schema, names = asked["schema"], asked["names"]
    with tempfile.TemporaryDirectory(prefix="kakehashi-peers-") as folder:
        index = Index(Names(schema, names), Path(folder))
        index.build()
        queries = [entity(f"q{n}", schema, typed) for n, (typed, _) in enumerate(asked["asked"])]
        right = {f"q{n}": f"n{place}" for n, (_, place) in enumerate(asked["asked"])}
        whole = sum(
            right[str(number)] in best(queries[int(str(number)[1:])], schema, names, matches)
            for number, matches in index.match_entities(queries)
        )
        took, single = [], 0
        for query in queries[:MOST_LOOKED_UP]:
            started = time.perf_counter()
            answer = [matches for _, matches in index.match_entities([query])]
            single += right[query.id] in best(query, schema, names, answer[0] if answer else [])
            took.append((time.perf_counter() - started) * 1000)
    p99 = statistics.quantiles(took, n=100)[98]
    # What it leaves out as too common depends on how many it is asked at once: the better counts.
    found = max(whole / len(queries), single / len(took))
    return {"title": asked["title"], "found": found, "p99": p99}


def best(
    query: StatementEntity, schema: str, names: list[str], matches: Iterable[tuple[object, float]]
) -> list[str]:
    """Put what the index offers in the order of the matcher; the first ten."""
    offered = [
        (score(query, entity(str(one), schema, names[int(str(one)[1:])])), str(one))
        for one, _ in matches
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
