"""A portal's search in a register of 12,000 and of 120,000 entries: statements and milliseconds.

    python -m benchmarks.search [--db sqlite|postgresql] [--sizes 12000,120000]

Aims: the same number of statements at every size; p95 under 50 ms at 12,000, 100 ms at 120,000.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kakehashi import node
from kakehashi.cli.init import make_home
from tests import postgres

AIMS = {12_000: 50.0, 120_000: 100.0}
ROUNDS = 400
SEED = 20190401
TODAY = date(2026, 10, 1)
AGREEMENT = "jp-kh-2019"

PLACES = (
    "東京都千代田区",
    "愛知県名古屋市",
    "大阪府大阪市",
    "福岡県福岡市",
    "北海道札幌市",
    "広島県福山市",
)
FIRST = (
    "アジア",
    "みなと",
    "かけはし",
    "さくら",
    "グローバル",
    "メコン",
    "ひかり",
    "東亜",
    "日越",
    "若葉",
    "こだま",
)
SECOND = (
    "人材",
    "国際交流",
    "経営支援",
    "技能",
    "福祉",
    "農業",
    "建設",
    "ものづくり",
    "外国人支援",
    "未来",
)
FORM = ("協同組合", "株式会社", "一般社団法人", "行政書士事務所", "事業協同組合", "合同会社")


@contextmanager
def a_node(db: str) -> Iterator[None]:
    """A node of its own, empty, on the database that was asked for."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kakehashi-bench-"))
        url = None if db == "sqlite" else stack.enter_context(postgres.postgresql())
        home = Path(folder) / "home"
        make_home(home, name="bench.example", party="JP", agreements=(AGREEMENT,), database=url)
        os.environ[node.HOME] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        import kakehashi.wsgi  # noqa: F401 - all is loaded and left to itself, as where it serves

        yield
        connections.close_all()


def rows(count: int, chance: random.Random) -> list[dict[str, Any]]:
    """Invented supporting organizations, with names as like each other as real ones are."""
    from tests.registers import make

    made = []
    for number in range(count):
        name = f"{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice(FORM)}"
        place = chance.choice(PLACES)
        town = f"{chance.randrange(1, 30)}-{chance.randrange(1, 30)}"
        if chance.random() < 0.5:
            name += f"第{number}"
        made.append(make.row(number, name, address=f"{place}架空{town}", region=place[:3]))
    return made


def queries(count: int, chance: random.Random) -> list[str]:
    """What people type: numbers, names, parts of names, places, one character, nothing."""
    kinds = (
        lambda: f"19登-{chance.randrange(count):06d}",
        lambda: f"{chance.choice(FIRST)}{chance.choice(SECOND)}",
        lambda: chance.choice(FORM),
        lambda: f"{chance.choice(PLACES)} {chance.choice(SECOND)}",
        lambda: f"{chance.choice(FIRST)} {chance.choice(FORM)} {chance.randrange(30)}",
        lambda: chance.choice("協国東京アの1株"),
        lambda: "存在しない機関の名前",
        lambda: f"第{chance.randrange(count)}",
    )
    return [chance.choice(kinds)() for _ in range(ROUNDS)]


def index_names(told: Iterable[dict[str, Any]]) -> None:
    """Index the entries' names as screening does: without letters found, sounds are asked."""
    from kakehashi.core.names import Kind
    from kakehashi.core.notices.payload import Classification
    from kakehashi.screening import actions

    actions.drop(agreement=AGREEMENT)
    actions.index(
        (
            actions.Named(
                f"entry:{AGREEMENT}:{row['number']}",
                tuple(name["text"] for name in row["names"]),
                Kind.ORGANIZATION,
            )
            for row in told
        ),
        agreement=AGREEMENT,
        classification=Classification.PUBLIC,
        now=datetime(2026, 10, 1, tzinfo=UTC),
        at_once=5_000,
    )


def measure(count: int) -> tuple[set[int], list[tuple[float, str]]]:
    from django.db import connection, reset_queries

    from kakehashi.core.standing import Register
    from kakehashi.registers import actions
    from kakehashi.registers.models import Edition, Entry
    from kakehashi.registers.search import search
    from tests.registers import make

    for edition in Edition.objects.all():
        Edition.objects.filter(pk=edition.pk).update(state=Edition.State.RETIRED)
        actions.drop_edition(edition)
    chance = random.Random(SEED)
    told = rows(count, chance)
    listed = make.supporting_list(1, told)
    edition = actions.serving_edition(AGREEMENT)
    started = time.perf_counter()
    actions.apply([listed], edition=edition, through=make.through(listed))
    took = time.perf_counter() - started
    assert Entry.objects.count() == count
    print(f"{count:>8,} entries: projected and indexed in {took:.1f} s ({count / took:,.0f}/s)")
    index_names(told)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE registers_entry")
    statements: set[int] = set()
    times: list[tuple[float, str]] = []
    connection.force_debug_cursor = True
    for query in queries(count, chance):
        reset_queries()
        started = time.perf_counter()
        search(AGREEMENT, Register.SUPPORTING, query, publisher="JP", today=TODAY)
        times.append(((time.perf_counter() - started) * 1000, query))
        statements.add(len(connection.queries_log))
    connection.force_debug_cursor = False
    return statements, times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", default="12000,120000")
    chosen = parser.parse_args()
    with a_node(chosen.db):
        for size in map(int, chosen.sizes.split(",")):
            statements, times = measure(size)
            milliseconds = [took for took, _ in times]
            p95 = statistics.quantiles(milliseconds, n=100)[94]
            slowest = max(times)
            print(
                f"{size:>8,} entries on {chosen.db}: statements a search {sorted(statements)},"
                f" p50 {statistics.median(milliseconds):.1f} ms, p95 {p95:.1f} ms"
                f" (aim {AIMS.get(size, 0):.0f}), slowest {slowest[0]:.1f} ms: {slowest[1]}"
            )


if __name__ == "__main__":
    main()
