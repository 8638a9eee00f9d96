"""The terms of an approval as rows, to its applicant and to officers alike."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kakehashi.core.approving.asks import money
from kakehashi.core.approving.entry import Terms
from kakehashi.core.notices.organizations import FeeFor
from kakehashi.web.parts import naming
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import Amount, Lines, Named, Row, Shown


def terms_summary(terms: Terms) -> Iterator[Row]:
    """Say from when until when it holds, for how many, in which fields, under which conditions."""
    last = in_words(terms.until_on) if terms.until_on else _("until further notice")
    told = {"first": in_words(terms.from_on), "last": last}
    yield Row(_("Valid"), _("%(first)s to %(last)s") % told)
    yield Row(
        _("Persons it may send in a year"),
        str(terms.capacity) if terms.capacity is not None else _("No limit"),
    )
    fields: list[Shown] = [naming.field_name(code, terms.from_on) for code in terms.fields]
    yield Row(_("Fields"), Lines(fields or [_("Every field")]))
    fees = [line for one in terms.fees for line in _fee(one)]
    yield Row(_("What it may charge"), Lines(fees or [_("Nothing is stated.")]))
    if terms.conditions:
        said: list[Shown] = [Named(one, terms.language) for one in terms.conditions]
        yield Row(_("Conditions"), Lines(said))


def _fee(fee: tuple[str, str, str]) -> Iterator[Shown]:
    sort, typed, basis = fee
    made = money(typed)
    yield words.label(FeeFor(sort))
    yield Amount(made.amount, made.currency) if made else typed
    yield Named(basis, "und") if basis else ""
