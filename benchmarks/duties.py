"""The ledger of duties from nothing, and brought up to date by one more notice.

    python -m benchmarks.duties [--notices 1000 10000 100000]

Notices of one agreement as they come in ten years: inquiries and answers, information and reports,
approvals published on both sides, each received. They are folded into the tables of a node in the
batches of a rebuild; then copied under twenty agreements, and asked as the board asks. Aims:
100,000 in under 30 s, one more in under 10 ms. Prints one JSON object; processor time stands
beside the time that passed, for a machine that does other things meanwhile.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from kakehashi import node
from kakehashi.cli.init import make_home

AIM_SECONDS = 30.0
AIM_MILLISECONDS = 10.0
BATCH = 128
AGREEMENTS = 20
BEGUN = date(2016, 11, 1)
PAIRS = (
    ("JP", "inquiry.asked", "inquiry.answered"),
    ("KH", "inquiry.asked", "inquiry.answered"),
    ("JP", "misconduct.informed", "investigation.reported"),
    ("KH", "sending-organization.approved", "publication.confirmed"),
    ("JP", "return.requested", "return.answered"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", help="a PostgreSQL address; SQLite without")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        ready(folder, arguments.database)
        found: dict[str, Any] = {"load": os.getloadavg(), "aim": [AIM_SECONDS, AIM_MILLISECONDS]}
        for number, count in enumerate(arguments.notices, 1):
            found[f"{count} notices"] = measure(count, number)
        print(json.dumps(found, indent=1))
    finally:
        shutil.rmtree(folder)


def ready(folder: Path, database: str | None) -> None:
    """Make a node with empty tables in this process."""
    agreements = ["jp-kh-2019"]
    home = make_home(
        folder / "home", name="bench.example", party="JP", agreements=agreements, database=database
    ).home
    os.environ |= {node.HOME: str(home), "DJANGO_SETTINGS_MODULE": "kakehashi.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def measure(count: int, number: int) -> dict[str, Any]:
    """Fold so many notices into an edition; then one more, many times."""
    from kakehashi.desk.models import DeskEdition, DutyRow

    heard = list(told(count))
    journals = [[one for one in heard if one.party == party] for party in ("JP", "KH")]
    edition = DeskEdition.objects.create(agreement="jp-kh-2019", number=number, version=1)
    started, worked = time.perf_counter(), time.process_time()
    slowest = max(fold(edition, journal) for journal in journals)
    took, used = time.perf_counter() - started, time.process_time() - worked
    more = list(told(240, after=heard))
    worked = time.process_time()
    singly = [fold(edition, [one]) * 1000 for one in more]
    each = (time.process_time() - worked) * 1000 / len(more)
    return {
        "rows": DutyRow.objects.filter(edition=edition).count(),
        "from nothing (s)": round(took, 2),
        "from nothing, processor (s)": round(used, 2),
        "slowest batch (ms)": round(slowest * 1000, 1),
        "one more (ms)": {
            "median": round(statistics.median(singly), 2),
            "p95": round(statistics.quantiles(singly, n=20)[-1], 2),
            "slowest": round(max(singly), 2),
            "processor, mean": round(each, 2),
        },
        "board of 20 agreements (ms)": board(edition, number),
    }


def board(edition: object, number: int) -> dict[str, float]:
    """Copy an edition under twenty agreements, and ask what the pages of the board ask."""
    from django.db import connection, transaction

    from kakehashi.desk.duties import queries
    from kakehashi.desk.duties.queries import BEHIND_FIGURES, Asked, Show
    from kakehashi.desk.models import DeskEdition, DutyRow, DutyTally

    source = cast("Any", edition).pk
    names = [f"agreement-{number}-{count}" for count in range(AGREEMENTS)]
    for name in names:
        made = DeskEdition.objects.create(agreement=name, number=1, version=1, state="serving")
        for model in (DutyRow, DutyTally):
            columns = [
                connection.ops.quote_name(field.column)
                for field in model._meta.concrete_fields
                if field.name not in {"id", "edition"}
            ]
            table, listed = model._meta.db_table, ", ".join(columns)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} (edition_id, {listed})"  # noqa: S608 - our own names
                    f" SELECT %s, {listed} FROM {table} WHERE edition_id = %s",
                    [made.pk, source],
                )
    today = date(2026, 11, 1)
    every = Asked("JP", today, dict.fromkeys(names))
    period = replace(every, from_on=date(2025, 12, 1), until_on=today)
    one = replace(period, agreement=names[7], party="KH")
    asked = {
        **{
            f"list: {show}": lambda show=show: queries.board(replace(every, show=show))
            for show in Show
            if show not in BEHIND_FIGURES
        },
        **{
            f"behind a figure: {show}": lambda show=show: queries.board(replace(one, show=show))
            for show in BEHIND_FIGURES
        },
        "counts": lambda: queries.standings(every),
        "months": lambda: queries.months(period),
        "not judged yet": lambda: queries.pending(replace(period, until_on=None)),
    }
    found = {what: round(fastest(ask), 1) for what, ask in asked.items()}
    DeskEdition.objects.filter(agreement__in=names).update(state="retired")
    return found


def fastest(ask: Callable[[], object]) -> float:
    """Ask five times; give the least milliseconds."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def fold(edition: object, heard: Sequence[Any]) -> float:
    """Fold a journal in batches, a transaction each; give the slowest one's seconds."""
    from django.db import transaction

    from kakehashi.desk.duties import derive

    slowest = 0.0
    for first in range(0, len(heard), BATCH):
        started = time.perf_counter()
        with transaction.atomic():
            derive.take(cast("Any", edition), heard[first : first + BATCH])
        slowest = max(slowest, time.perf_counter() - started)
    return slowest


def told(count: int, after: Sequence[Any] = ()) -> Iterator[Any]:
    """Tell of so many notices: asked, received, answered some weeks later, received."""
    from tests.core.hearing import Journals

    journals = Journals("jp-kh-2019", heard=list(after))
    for one in after:
        journals.sizes[one.party] = journals.sizes.get(one.party, 0) + 1
    open_asked: list[tuple[str, str, str]] = []
    before, step = len(after), 0
    while len(journals.heard) - before < count:
        step += 1
        on = BEGUN + timedelta(days=(len(journals.heard) * 3600) // 100_000)
        author, asks, answers = PAIRS[step % len(PAIRS)]
        other = "KH" if author == "JP" else "JP"
        open_asked.append((other, answers, journals.issue(author, asks, on)))
        if step % 3 == 0:
            journals.receive(other, author, on)
        if len(open_asked) > 40 and step % 50:
            party, kind, asked = open_asked.pop(0)
            journals.issue(party, kind, on, answers=(asked,))
    yield from journals.heard[before:][:count]


if __name__ == "__main__":
    main()
