"""What a test asks of a node in a process of its own: `python -m tests.two_nodes.inside WHAT`.

Answers are JSON on the standard output, one line each.
"""

import json
import sys
from datetime import UTC, datetime

import django

django.setup()

from kakehashi import dispatch, node  # noqa: E402 - Django must be set up before its models
from kakehashi.exchange.issuing import IssueRefused  # noqa: E402 - as above
from kakehashi.exchange.models import Alarm, Aside, Author, Contradiction, Peer  # noqa: E402 - as above
from kakehashi.journal import queries  # noqa: E402 - as above
from kakehashi.journal.models import Journal  # noqa: E402 - as above
from tests.two_nodes.outgoing import AGREEMENT, approval, information  # noqa: E402 - as above


def tell(answer: object) -> None:
    """Write one line of JSON and see that it leaves the process."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def issue() -> None:
    """Issue what each line of the standard input asks for: how many notices, how many at once.

    After each transaction a line names what stands in the journal now.
    """
    party = node.this().party
    for line in sys.stdin:
        wanted, at_once = map(int, line.split())
        while wanted > 0:
            some = min(wanted, at_once)
            stamp = datetime.now(UTC).strftime("%H%M%S%f")
            outgoing = [
                approval(f"KHM{stamp}{number}")
                if party == "KH" and number % 8 == 0
                else information(party, f"{stamp} {number} " + "x" * 600)
                for number in range(some)
            ]
            try:
                issued = dispatch.issue(
                    outgoing,
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
            wanted -= some
            tell([[one.seq, one.jti] for one in issued])


def state() -> None:
    """Say how each journal of the agreement stands here."""
    peer = Peer.objects.get(agreement=AGREEMENT)
    heeded = dict(Author.objects.values_list("journal__origin", "heeded"))
    tell(
        {
            "journals": {
                journal.origin: [journal.size, bytes(journal.root).hex()]
                for journal in queries.journals(AGREEMENT)
            },
            "heeded": heeded,
            "aside": [
                [aside.journal.origin, aside.index, aside.reason]
                for aside in Aside.objects.select_related("journal").order_by("journal", "index")
            ],
            "held_there": peer.held_there,
            "is_stopped": peer.stopped,
            "forks": Contradiction.objects.count(),
            "alarms": sorted(Alarm.objects.filter(cleared_at=None).values_list("code", flat=True)),
        }
    )


def contents() -> None:
    """Say which ids each journal has, in order, and how many parts are not there."""
    tell(
        {
            journal.origin: {
                "ids": list(queries.entries(journal, 0).values_list("jti", flat=True)),
                "kinds": list(queries.entries(journal, 0).values_list("kind", flat=True)),
                "missing": len(list(queries.missing_parts(journal))),
                "cosigned": queries.cosigned_size(journal),
            }
            for journal in Journal.objects.filter(agreement=AGREEMENT)
        }
    )


COMMANDS = {"issue": issue, "state": state, "contents": contents}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]]()
