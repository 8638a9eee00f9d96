"""Entries as the rows of a table, and how many there are, in words."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.measures import MeasureType
from kakehashi.core.standing import Register
from kakehashi.registers.queries import PublicEntry
from kakehashi.registers.search import Found
from kakehashi.web.parts.shapes import Code, Day, Shown, Table, Words
from kakehashi.web.portal import words
from kakehashi.web.portal.records import line, place


def entry_href(entry: PublicEntry) -> str:
    """Say where an entry's page is."""
    return reverse("portal-entry", args=[entry.agreement, entry.register.value, entry.number])


def table(register: Register, found: Sequence[PublicEntry], caption: Words) -> Table:
    """Show entries of one register."""
    columns, row = {
        Register.SENDING: (_organization_columns(_("Since")), _organization_row),
        Register.SUPPORTING: (_organization_columns(_("Listed since")), _organization_row),
        Register.MEASURES: (
            [_("Organization"), _("Measure"), _("Status"), _("From")],
            _measure_row,
        ),
        Register.SUSPENSIONS: (
            [_("Field"), _("Way into the field"), _("Status"), _("Since")],
            _suspension_row,
        ),
    }[register]
    return Table(caption, columns, [row(entry) for entry in found], hidden_caption=True)


def _organization_columns(since: str) -> list[str]:
    return [_("Name"), _("Number"), _("Status"), _("Place"), since]


def _organization_row(entry: PublicEntry) -> list[Shown]:
    return [
        line(entry, entry_href(entry)),
        Code(entry.number),
        words.status(entry.status),
        place(entry.record) or "–",
        _since(entry),
    ]


def _measure_row(entry: PublicEntry) -> list[Shown]:
    return [
        line(entry, entry_href(entry)),
        words.labelled((MeasureType,), entry.record.get("measure")),
        words.status(entry.status),
        _since(entry),
    ]


def _suspension_row(entry: PublicEntry) -> list[Shown]:
    return [
        line(entry, entry_href(entry)),
        words.labelled((Channel,), entry.record.get("channel")),
        words.status(entry.status),
        _since(entry),
    ]


def _since(entry: PublicEntry) -> Day:
    return Day(entry.since_on, entry.since_at_latest)


def counted(found: Found) -> str:
    """Say how many entries were found; of very many, that there are more."""
    if found.is_more:
        return _("More than %(count)s found. The %(count)s nearest are shown; add a word.") % {
            "count": grouped(found.total)
        }
    return ngettext("%(count)s entry", "%(count)s entries", found.total) % {
        "count": grouped(found.total)
    }


def grouped(number: int) -> str:
    """Write a count with its thousands apart, which no language misreads."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
