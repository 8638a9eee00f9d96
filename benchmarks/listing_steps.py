"""What `benchmarks.listing` lets the nodes do, in a process of theirs."""

import json
import resource
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django

django.setup()

from kakehashi import dispatch, node  # noqa: E402 - Django must be set up before its models
from kakehashi.core.envelope import Decider  # noqa: E402 - as above
from kakehashi.core.notices.payload import Classification, Decided  # noqa: E402 - as above
from kakehashi.core.standing import Register  # noqa: E402 - as above
from kakehashi.exchange.issuing import IssueRefused, Outgoing  # noqa: E402 - as above
from kakehashi.registers import importing  # noqa: E402 - as above
from kakehashi.registers.layouts import layout_named  # noqa: E402 - as above
from kakehashi.registers.search import search  # noqa: E402 - as above
from tests.two_nodes.outgoing import AGREEMENT  # noqa: E402 - as above

PATIENCE = 120.0


def share(file: str, day: str) -> dict[str, object]:
    """Read, compare, keep and issue a list; say when each was done."""
    at: dict[str, float] = {}
    now, as_of = datetime.now(UTC), date.fromisoformat(day)
    preview = importing.preview_list(
        Path(file).read_bytes(),
        name=Path(file).name,
        layout=layout_named("jp-supporting-organizations"),
        as_of=as_of,
        country="JP",
    )
    at["read and compared"] = time.time()
    taken = importing.take_list(preview, confirmed=None, by="officer", now=now)
    notice = importing.list_notice(taken, source="An invented register")
    at["kept"] = time.time()
    outgoing = Outgoing(
        notice,
        "6(4)",
        Classification.PUBLIC,
        decided=Decided(on=as_of),
        by=Decider("isa", "director"),
    )
    while True:
        try:
            dispatch.issue((outgoing,), agreement=AGREEMENT, now=datetime.now(UTC))
            break
        except IssueRefused as refusal:
            if refusal.reason not in {"busy", "not-judged"}:
                raise
    at["issued"] = time.time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"at": at, "added": taken.added, "changed": taken.changed, "officer MB": round(memory)}


def find(query: str) -> dict[str, float]:
    """Search until something is found."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = search(
            AGREEMENT,
            Register.SUPPORTING,
            query,
            publisher=node.this().party,
            today=datetime.now(UTC).date(),
        )
        if found.total:
            return {"at": time.time()}
        time.sleep(0.1)
    raise AssertionError(f"{query} was not found within {PATIENCE:.0f} s")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["share", file, day]:
            print(json.dumps(share(file, day)))
        case ["find", query]:
            print(json.dumps(find(query)))
        case _:
            sys.exit("share FILE DAY, or find QUERY")
