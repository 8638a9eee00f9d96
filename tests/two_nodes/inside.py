"""What a test asks of a node in a process of its own.

`issue` signs what each line of the standard input asks for; `inspect` answers a question a line.
Answers are JSON on the standard output, one line each.
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO

import django

django.setup()

from django.db import connection  # noqa: E402 - Django must be set up before its models

from kakehashi import dispatch, node  # noqa: E402 - as above
from kakehashi.cli import main  # noqa: E402 - as above
from kakehashi.exchange import hearing, outlook, parties  # noqa: E402 - as above
from kakehashi.exchange.issuing import IssueRefused, Outgoing  # noqa: E402 - as above
from kakehashi.exchange.models import Alarm, Aside, Author, Contradiction, Peer  # noqa: E402 - as above
from kakehashi.exchange.reactions import RECEIPT  # noqa: E402 - as above
from kakehashi.exchange.rings import mirror_keys  # noqa: E402 - as above
from kakehashi.journal import queries  # noqa: E402 - as above
from kakehashi.journal.models import Entry, Journal  # noqa: E402 - as above
from tests.two_nodes.certifying import (  # noqa: E402 - as above
    again,
    codes,
    decide_cases,
    due_at_home,
    end,
    replacing,
    sender,
    withdraw_approved,
)
from tests.two_nodes.outgoing import AGREEMENT, approval, information  # noqa: E402 - as above

OFFICERS_KINDS = ("information.shared", "sending-organization.approved")


def tell(answer: object) -> None:
    """Write one line of JSON and see that it leaves the process."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def issue() -> None:
    """Issue what each line of the standard input asks for: until how many, and how many at once.

    After each transaction a line names what stands in the journal now.
    """
    party = node.this().party
    for line in sys.stdin:
        until, at_once = map(int, line.split())
        while (wanted := until - issued_so_far()) > 0:
            try:
                issued = dispatch.issue(
                    some_notices(party, min(wanted, at_once)),
                    agreement=AGREEMENT,
                    now=datetime.now(UTC),
                    act="notice.signed-off",
                    particulars={"officer": "invented"},
                )
            except IssueRefused as refusal:
                if refusal.reason not in {"busy", "not-judged"}:
                    raise
                dispatch.catch_up(AGREEMENT, now=datetime.now(UTC))
                continue
            tell([[one.seq, one.jti] for one in issued])


def issued_so_far() -> int:
    """Count what our officers issued, as our journal has it."""
    ours = queries.journal(AGREEMENT, node.this().party)
    return 0 if ours is None else queries.entries_of_kind(ours, *OFFICERS_KINDS).count()


def some_notices(party: str, count: int) -> list[Outgoing]:
    """Make notices that say something new: information, and approvals where Cambodia speaks."""
    stamp = datetime.now(UTC).strftime("%H%M%S%f")
    return [
        approval(f"KHM{stamp}{number}")
        if party == "KH" and number % 8 == 0
        else information(party, f"{stamp} {number} " + "x" * 600)
        for number in range(count)
    ]


def state() -> object:
    """Say how each journal of the agreement stands here, and whether the node has more to say."""
    peer, both = Peer.objects.get(agreement=AGREEMENT), parties.sides(AGREEMENT)
    authors = Author.objects.select_related("journal")
    return {
        "journals": {
            journal.origin: [both.end(journal), queries.root_at(journal, both.end(journal)).hex()]
            for journal in both.journals
        },
        "heeded": {author.journal.origin: author.heeded for author in authors},
        "has_more_to_say": any(author.reacted < author.heeded for author in authors)
        or owes_receipt(),
        "aside": [
            [aside.journal.origin, aside.index, aside.reason]
            for aside in Aside.objects.select_related("journal").order_by("journal", "index")
        ],
        "held_there": peer.held_there,
        "is_stopped": peer.stopped,
        "forks": Contradiction.objects.count(),
        "alarms": sorted(Alarm.objects.filter(cleared_at=None).values_list("code", flat=True)),
    }


def owes_receipt() -> bool:
    """Say whether the counterpart wrote something that our receipts do not cover yet."""
    both, party = parties.sides(AGREEMENT), node.this().party
    theirs = [journal for journal in both.journals if journal.party != party]
    if not theirs or not both.of(party):
        return True
    latest = theirs[-1]
    received = outlook.view_of(both, parties.author_of(both.of(party)[-1])).received
    first = received.size if received.generation == latest.generation else 0
    news = Entry.objects.filter(journal=latest, index__gte=first).exclude(kind=RECEIPT)
    return news.exists()


def contents() -> object:
    """Say which ids each journal has, in order, and how many parts are not there."""
    return {
        journal.origin: {
            "ids": list(queries.entries(journal, 0).values_list("jti", flat=True)),
            "kinds": list(queries.entries(journal, 0).values_list("kind", flat=True)),
            "missing": len(list(queries.missing_parts(journal))),
            "cosigned": queries.cosigned_size(journal),
        }
        for journal in Journal.objects.filter(agreement=AGREEMENT)
    }


def confirmed() -> object:
    """Say which notices our own journal confirms as published."""
    ours = queries.journal(AGREEMENT, node.this().party)
    assert ours is not None
    return [
        jti
        for entry in queries.entries_of_kind(ours, "publication.confirmed")
        for jti in hearing.heard_at(ours.pk, entry.index, entry.jti)[0].links.answers
    ]


def mirrors(party: str) -> object:
    """Say with which keys a party cosigned, as this node knows them."""
    return [key.x for key in mirror_keys(AGREEMENT, party)]


def counted(party: str) -> int:
    """Count the notices of a party's officers that count."""
    both, count = parties.sides(AGREEMENT), 0
    for journal in both.of(party):
        aside = Aside.objects.filter(journal=journal).values_list("index", flat=True)
        said = queries.entries_of_kind(journal, *OFFICERS_KINDS).filter(index__lt=both.end(journal))
        count += said.exclude(index__in=list(aside)).count()
    return count


def run(*arguments: str) -> object:
    """Run a command of the node in this process; give its status and what it said."""
    said, complained = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        status = main(arguments)
    return [status, said.getvalue(), complained.getvalue()]


def sql(statement: str) -> int:
    """Do to the database what an insider with a shell on it could do; say how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


QUESTIONS: Mapping[str, Callable[..., object]] = {
    "codes": codes,
    "confirmed": confirmed,
    "contents": contents,
    "counted": counted,
    "decide-cases": decide_cases,
    "due-at-home": due_at_home,
    "again": again,
    "withdraw-approved": withdraw_approved,
    "replacing": replacing,
    "end": end,
    "sender": sender,
    "issued": issued_so_far,
    "mirrors": mirrors,
    "run": run,
    "sql": sql,
    "state": state,
}


def inspect() -> None:
    """Answer the question that each line of the standard input asks, as a list in JSON.

    The connection is closed each time, so that the database may be replaced in between.
    """
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        tell(QUESTIONS[what](*arguments))
        connection.close()


def run_as(what: str) -> int:
    """Issue, or answer questions, until nobody asks any more; give the exit status."""
    {"inspect": inspect, "issue": issue}[what]()
    return 0
