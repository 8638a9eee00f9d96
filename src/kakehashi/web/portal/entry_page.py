"""An entry's page: how it stands today, what it states, what happened, and how to check it."""

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.core.agreement.profile import Profile
from kakehashi.core.standing import Register
from kakehashi.registers.queries import PublicChange, PublicEntry
from kakehashi.web.parts.shapes import Banner, Link, Summary
from kakehashi.web.portal import agreements, listing, proving, words
from kakehashi.web.portal.particulars import further_names, particulars
from kakehashi.web.portal.records import heading, title
from kakehashi.web.portal.timeline import proof_href, timeline

ORGANIZATIONS: Final = (Register.SENDING, Register.SUPPORTING)
"""The registers whose entries are organizations, each with a number that people know."""


def entry_context(
    found: PublicEntry,
    profile: Profile,
    history: tuple[PublicChange, ...],
    measures: tuple[PublicEntry, ...],
    *,
    today: date,
) -> dict[str, Any]:
    """Gather what an entry's page shows."""
    said = words.REGISTERS[found.register]
    last = next((step for step in reversed(history) if step.jti == found.jti), None)
    href = proof_href(last, found) if last else reverse("portal-proof", args=[found.jti])
    status = words.status_word(found.status)
    number = str(found.record.get("number", found.number))
    is_organization = found.register in ORGANIZATIONS
    continued = found.record.get("continued_as")
    return {
        "trail": [
            *agreements.trail(profile),
            (said.name, agreements.register_href(found.agreement, found.register)),
            (title(found), ""),
        ],
        "title": title(found),
        "heading": heading(found),
        "names": further_names(found),
        "number": number if is_organization else "",
        "short": reverse("portal-number", args=[number]) if is_organization else "",
        "status": words.status(found.status),
        "banner": Banner(
            words.meaning(found.register, found.status), words.tone(found.status), status
        ),
        "entry": found,
        "today": today,
        "continued": _continued(found, continued),
        "summary": Summary(particulars(found)),
        "timeline": timeline(found, history, profile, today=today),
        "measures": listing.table(Register.MEASURES, measures, _("Measures that name it"))
        if measures
        else None,
        "shows_measures": is_organization,
        "proof": proving.proof_box(found, href),
        "not_yet": proving.not_yet_text(),
        "description": _description(found, number, str(status)),
    }


def _continued(found: PublicEntry, number: object) -> Link | None:
    if not isinstance(number, str):
        return None
    href = reverse("portal-entry", args=[found.agreement, found.register.value, number])
    return Link(number, href)


def _description(found: PublicEntry, number: str, status: str) -> str:
    """Say in one line what a card of this page shows elsewhere."""
    said = words.REGISTERS[found.register].name
    if found.register in ORGANIZATIONS:
        return f"{number} · {status} · {said}"
    return f"{status} · {said}"
