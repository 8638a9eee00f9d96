"""The notice that an address names, for whoever may read it."""

from typing import NamedTuple

from django.http import Http404, HttpRequest

from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import access
from kakehashi.web.desk.notices import queries
from kakehashi.web.desk.notices.queries import Box


class Addressed(NamedTuple):
    """A notice where it stands."""

    inside: Box
    journal: Journal
    entry: Entry


def addressed(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> Addressed:
    """Find the notice at an address; 404 where there is none or this officer may not know of it."""
    access.require_some_reading(request, agreement)
    inside = queries.box(agreement)
    journal = inside.journal(party, generation)
    entry = None if journal is None else Entry.objects.filter(journal=journal, index=index).first()
    if journal is None or entry is None:
        raise Http404
    access.require_reading(request, agreement, queries.clause_of(entry))
    return Addressed(inside, journal, entry)
