"""What a search shows: what it found, ways to narrow it, words where it found nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kakehashi.core.agreement.profile import Profile
from kakehashi.core.standing import Register, Status
from kakehashi.dispatch.public_names import entries_named
from kakehashi.registers.queries import PublicEntry
from kakehashi.registers.search import Found, alike
from kakehashi.web.parts import naming
from kakehashi.web.parts.shapes import Empty, Link, Words
from kakehashi.web.portal import agreements, listing, words
from kakehashi.web.portal.records import title


def found_in(profile: Profile, register: Register, asked: str, found: Found) -> dict[str, Any]:
    """Show the first that a search found in one register, and where the rest is."""
    where = agreements.register_href(profile.name, register)
    return {
        "name": words.REGISTERS[register].name,
        "agreement": naming.said(profile.title),
        "count": listing.counted(found),
        "table": listing.table(register, found.entries, words.REGISTERS[register].name),
        "more": f"{where}?{urlencode({'q': asked})}" if found.last_page > 1 else "",
    }


def near_to(
    asked: str,
    agreements: Sequence[str],
    registers: Sequence[Register],
    *,
    publisher: str,
    today: date,
) -> tuple[PublicEntry, ...]:
    """Give entries whose names are near to what was typed: in any script, then by letters."""
    near = (
        *entries_named(asked, agreements, registers, publisher=publisher, today=today),
        *alike(agreements, registers, asked, publisher=publisher, today=today),
    )
    return tuple({(one.agreement, one.register, one.number): one for one in near}.values())


def _near(entry: PublicEntry) -> str:
    names = [str(name["text"]) for name in entry.names[:3]] or [title(entry)]
    return f"{' / '.join(names)} ({entry.number})"


def not_found(asked: str, near: Sequence[PublicEntry], missing: Words) -> Empty:
    """Say what not to be found means and what to do; offer names that are near."""
    links = [Link(_near(entry), listing.entry_href(entry)) for entry in near]
    text = str(missing)
    if links:
        text += " " + _("Names that are near:")
    return Empty(_("Nothing found for “%(asked)s”") % {"asked": asked}, text, links)


def filters(
    register: Register, chosen: Status | None, asked: str, where: str
) -> list[dict[str, Any]]:
    """Links that narrow the register to what was decided last."""
    kept = {"q": asked} if asked else {}
    choices: list[tuple[Any, dict[str, str], bool]] = [(_("All"), kept, chosen is None)]
    for status in words.CHOICES[register]:
        narrowed = kept | {"status": status.value}
        choices.append((words.status_word(status), narrowed, status is chosen))
    return [
        {"text": text, "href": f"{where}?{urlencode(query)}" if query else where, "is_here": here}
        for text, query, here in choices
    ]


def nothing_here(
    asked: str, near: Sequence[PublicEntry], register: Register, chosen: Status | None
) -> Empty:
    """Say why a register shows no row: nothing found, nothing so decided, or nothing at all."""
    if asked:
        return not_found(asked, near, words.REGISTERS[register].missing)
    if chosen:
        title = _("No entry whose last decision is: %(status)s")
        return Empty(
            title % {"status": words.status_word(chosen)},
            _("“All” above shows every entry that stands here."),
        )
    return Empty(
        _("Nothing stands here yet"),
        _("As soon as a notice about it is exchanged, it appears within seconds."),
    )
