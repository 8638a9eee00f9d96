"""Where this node stands: the party's name for the header and its zone for the clock."""

from functools import cache
from zoneinfo import ZoneInfo

from kakehashi import node
from kakehashi.core.agreement.profile import Party


@cache
def party() -> Party:
    """Give our party as the first of our agreements describes it."""
    ours = node.this()
    return node.profile(ours.agreements[0]).parties[ours.party]


def title(language: str) -> str:
    """Name the node for people: the product and the party, in the page's language or in English."""
    names = party().names
    return f"Kakehashi · {names.get(language) or names.get('en') or party().code}"


@cache
def zone() -> ZoneInfo:
    """Give the zone in which the node's pages tell the time."""
    return ZoneInfo(party().time_zone)
