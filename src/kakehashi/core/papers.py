"""When a letter on paper that both sides know takes effect in the registers, and as what.

It counts in the journal of the side whose act it is, and there in that journal's order: where that
side confirms it, or, where that side registered it, with its first receipt for the confirmation.
So it takes effect at one place on both nodes, whatever arrives first.
"""

from collections.abc import Callable
from dataclasses import replace

from kakehashi.core.heard import Heard
from kakehashi.core.notices.payload import Decided
from kakehashi.core.said import as_said

MayIssue = Callable[[str, str], bool]
"""Whether a kind may be issued by a party under the agreement."""


def in_effect(letter: Heard, confirmed: Heard, at: Heard, *, may_issue: MayIssue) -> Heard | None:
    """Give the notice that a confirmed letter stands for, as it takes effect with `at`.

    `at` is the confirmation itself, or the receipt for it. None where the letter is not an act of
    the author of `at`, or stands for nothing that this author may issue.
    """
    said = as_said(letter, counterpart=confirmed.party)
    is_own = letter.party == at.party
    if (
        said.paper is None
        or letter.party == confirmed.party
        or said.heard.party != at.party
        or is_own == (at.jti == confirmed.jti)
        or not may_issue(said.heard.kind, at.party)
    ):
        return None
    act = letter if is_own else confirmed
    return replace(
        said.heard,
        generation=at.generation,
        seq=at.seq,
        jti=act.jti,
        issued_at=act.issued_at,
        decided=Decided(on=said.paper.dated_on),
        letter=letter.jti,
    )
