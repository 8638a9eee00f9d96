"""What our next notice would rest on: our view, and all that is judged of the counterpart's."""

from kakehashi import node
from kakehashi.core.envelope import Position
from kakehashi.core.heeding import View
from kakehashi.exchange import judging


def view_now(agreement: str) -> View | None:
    """Give the view from which we would issue now; None before our journal is open."""
    both, party = judging.sides(agreement), node.this().party
    ours, counterpart = both.of(party), node.profile(agreement).counterpart(party).code
    if not ours:
        return None
    view = judging.view_of(both, judging.author_of(ours[-1]))
    theirs = both.of(counterpart)
    if not theirs:
        return view
    seen = Position(theirs[-1].generation, judging.author_of(theirs[-1]).heeded)
    shaping = judging.shapes(both, counterpart, view.seen, seen)
    return judging.with_seen(view, seen, shaping)
