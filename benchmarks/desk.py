"""The desk's pages at 1, 10 and 100 times: statements and milliseconds of each.

    python -m benchmarks.desk [--notices 1000 10000 100000] [--agreements 20]
        [--database postgresql://…] [--page desk_cases …]

A node of Japan's with so many agreements (the same terms under invented names) and, at the most,
100,000 notices in 10,000 cases, issued and received as notices always are: inquiries, of which the
other side answers every second, misconduct, meetings, disclosures asked for, acts at home, a
hundred drafts of an officer. Aims: every page under 100 ms, and as many statements at every
size. A new page is measured by a line in `PAGES`. `cpu` is what this process worked for it, on a
machine that does other things too. Prints a line of JSON for each size.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.desk_world import World, fill, ready

if TYPE_CHECKING:
    from django.test import Client

    from kakehashi.accounts.models import Officer

AIM_MILLISECONDS = 100.0
ROUNDS = 20


def _case_pages(world: World) -> list[str]:
    return [f"/desk/cases/{agreement}/{matter}/" for agreement, matter in world.some(ROUNDS)]


def _notice_pages(world: World) -> list[str]:
    return _at_notices("/desk/notices/", [matter for _, matter in world.some(ROUNDS)])


def _leaving_pages(world: World) -> list[str]:
    return _at_notices("/desk/disclosures/notices/", [jti for _, jti in world.secrets[-ROUNDS:]])


def _at_notices(address: str, notices: Sequence[str]) -> list[str]:
    from kakehashi.desk.models import Dealing

    found = Dealing.objects.filter(jti__in=notices)
    rows = found.values_list("edition__agreement", "party", "generation", "seq")
    return [f"{address}{'/'.join(map(str, row))}/" for row in rows]


def _meeting_pages(world: World) -> list[str]:
    return [f"/desk/consultations/{name}/{jti}/" for name, jti in world.meetings[-ROUNDS:]]


def _duty_pages(_: World) -> list[str]:
    from kakehashi.desk.models import DutyRow

    rows = DutyRow.objects.values_list("edition__agreement", "notice", "duty")[:ROUNDS]
    return [f"/desk/duties/of/{'/'.join(row)}/" for row in rows]


def _draft_pages(_: World) -> list[str]:
    from kakehashi.desk.models import Draft

    drafts = Draft.objects.values_list("public_id", flat=True)[:ROUNDS]
    return [f"/desk/drafts/{one}/" for one in drafts]


def _record_pages(_: World) -> list[str]:
    from kakehashi.journal.queries import local_journal

    size = record.size if (record := local_journal()) else 0
    return [f"/desk/record/{size - 1 - number}/" for number in range(ROUNDS)]


def _of_each(address: str, end: str = "") -> Callable[[World], list[str]]:
    """Give a page of each of some agreements, which its address asks for."""
    return lambda world: [f"{address}{name}{end}" for name in world.agreements[:5]] * 4


PAGES: Mapping[str, Callable[[World], list[str]]] = {
    "desk": lambda _: ["/desk/"] * ROUNDS,
    "desk_cases": lambda _: [f"/desk/cases/?state={state}" for state in ("open", "", "closed")] * 7,
    "desk_cases of one side": lambda _: ["/desk/cases/?turn=theirs", "/desk/cases/?late=yes"] * 10,
    "desk_cases of one agreement": _of_each("/desk/cases/?agreement="),
    "desk_case": _case_pages,
    "desk_notice": _notice_pages,
    "desk_inbox": _of_each("/desk/inbox/?agreement="),
    "desk_outbox": _of_each("/desk/outbox/?agreement="),
    "desk_drafts": lambda _: ["/desk/drafts/"] * ROUNDS,
    "desk_draft": _draft_pages,
    "desk_start": _of_each("/desk/drafts/new/?agreement="),
    "desk_duties": lambda _: ["/desk/duties/"] * ROUNDS,
    "desk_duties late": lambda _: ["/desk/duties/?show=late", "/desk/duties/?show=ended"] * 10,
    "desk_duties of one agreement": _of_each("/desk/duties/?agreement="),
    "desk_duty": _duty_pages,
    "desk_duties_kept": lambda _: ["/desk/duties/kept/"] * ROUNDS,
    "desk_own_duties": lambda _: ["/desk/duties/own/"] * ROUNDS,
    "desk_calendars": lambda _: ["/desk/duties/calendars/"] * ROUNDS,
    "desk_permissions": lambda _: ["/desk/permissions/"] * ROUNDS,
    "desk_search": lambda _: ["/desk/search/?q=question"] * ROUNDS,
    "desk_consultations": lambda _: ["/desk/consultations/"] * ROUNDS,
    "desk_consultation": _meeting_pages,
    "desk_propose": _of_each("/desk/consultations/new/", "/"),
    "desk_disclosures": lambda _: ["/desk/disclosures/"] * ROUNDS,
    "desk_may_leave": _leaving_pages,
    "desk_letters": lambda _: ["/desk/letters/"] * ROUNDS,
    "desk_letter_register": lambda _: ["/desk/letters/new/"] * ROUNDS,
    "desk_agreements": lambda _: ["/desk/agreements/"] * ROUNDS,
    "desk_agreement": _of_each("/desk/agreements/", "/"),
    "desk_acceptance": lambda _: ["/desk/acceptance/"] * ROUNDS,
    "desk_screening": lambda _: ["/desk/screening/"] * ROUNDS,
    "desk_people": lambda _: ["/desk/people/"] * ROUNDS,
    "desk_officer": lambda _: ["/desk/people/officers/of-all/"] * ROUNDS,
    "desk_sessions": lambda _: ["/desk/sessions/"] * ROUNDS,
    "desk_record": lambda _: ["/desk/record/"] * ROUNDS,
    "desk_record_entry": _record_pages,
}
"""Name of an address (and what is asked of it) to the addresses that are opened."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--agreements", type=int, default=20)
    parser.add_argument("--database", help="a PostgreSQL address; SQLite without")
    parser.add_argument("--page", nargs="*", help="only pages whose name begins so")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        world = ready(folder, asked.agreements, asked.database)
        for count in asked.notices:
            told: dict[str, Any] = {"notices": count, "filled_in": fill(world, count)}
            told |= {"load": os.getloadavg(), "aim": AIM_MILLISECONDS}
            pages = {name: addresses(world) for name, addresses in PAGES.items()}
            print(json.dumps(told | measured(world.officer, pages, asked.page)), flush=True)
    finally:
        shutil.rmtree(folder)


def measured(
    officer: "Officer", pages: Mapping[str, Sequence[str]], only: Sequence[str] | None
) -> dict[str, Any]:
    """Open pages as an officer does, once the rounds of the house have read the record.

    `only` are beginnings of names; all without.
    """
    from kakehashi.desk.record import read_on
    from tests.web.desk.make import desk_of

    desk = desk_of(officer)
    desk.raise_request_exception = False
    found: dict[str, Any] = {}
    for name, addresses in pages.items():
        if not only or any(name.startswith(begin) for begin in only):
            while read_on():
                pass
            found[name] = _page(desk, list(islice(cycle(addresses), ROUNDS)))
    return found


def _page(desk: "Client", addresses: Sequence[str]) -> dict[str, Any]:
    from django.db import connection, reset_queries

    for address in dict.fromkeys(addresses):
        if (status := desk.get(address).status_code) not in {200, 302}:
            return {"address": address, "status": status}
    statements = set()
    connection.force_debug_cursor = True
    for address in addresses[:5]:
        reset_queries()
        desk.get(address)
        statements.add(len(connection.queries_log))
    connection.force_debug_cursor = False
    took, worked = [], []
    for address in addresses:
        started, before = time.perf_counter(), time.process_time()
        desk.get(address)
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - before) * 1000)
    return {
        "statements": sorted(statements),
        "cpu": round(statistics.median(worked), 1),
        "p50": round(statistics.median(took), 1),
        "p95": round(statistics.quantiles(took, n=20)[18], 1),
    }


if __name__ == "__main__":
    main()
