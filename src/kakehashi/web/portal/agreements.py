"""An agreement as the public reads it: sides, clauses in our words, what is published here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.agreement.profile import Names, Party, Profile, Terms
from kakehashi.core.life import Life, live
from kakehashi.core.standing import Register
from kakehashi.dispatch.public_account import SideAccount
from kakehashi.registers.queries import Shelf
from kakehashi.web.parts import naming
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import Column, Day, Named, Row, Shown, Summary, Table
from kakehashi.web.portal import words
from kakehashi.web.portal.listing import grouped
from kakehashi.web.portal.timeline import clause_id

SOURCES = {
    Register.SENDING: ("sending-organization.approved", "sending-organization.revoked"),
    Register.SUPPORTING: ("supporting-organization.list-shared",),
    Register.MEASURES: ("accepting-organization.measure-ordered", "information.shared"),
    Register.SUSPENSIONS: ("acceptance.suspended",),
}
"""Which notices fill a register: the clauses that permit them are why it stands here."""


@dataclass(frozen=True)
class ClauseShown:
    """A clause by its number, in words that are ours and not the memorandum's."""

    id: str
    number: str
    title: Named
    asks: Named
    items: tuple[tuple[str, Named], ...]


@dataclass(frozen=True)
class ShelfShown:
    """A register with how much is in it, of which day, and under which clauses it stands here."""

    name: str
    about: str
    href: str
    count: str
    as_of: date | None
    clauses: str


@dataclass(frozen=True)
class AgreementShown:
    """An agreement on the page of all: its title and its registers."""

    name: str
    title: Named
    href: str
    shelves: Table


def register_href(agreement: str, register: Register) -> str:
    """Say where a register's page is."""
    return reverse("portal-register", args=[agreement, register.value])


def shelf_shown(terms: Terms, shelf: Shelf) -> ShelfShown:
    """Show a register as a card or a row."""
    agreement, register = terms.profile.name, shelf.register
    said = words.REGISTERS[register]
    return ShelfShown(
        name=str(said.name),
        about=str(said.about),
        href=register_href(agreement, register),
        count=grouped(shelf.count),
        as_of=shelf.as_of,
        clauses=", ".join(
            one.replace(" ", "\N{NO-BREAK SPACE}") for one in _clauses(terms, register)
        ),
    )


def agreement_shown(profile: Profile, shelves: tuple[Shelf, ...], *, today: date) -> AgreementShown:
    """Show an agreement with its registers."""
    terms = profile.on(today)
    return AgreementShown(
        name=profile.name,
        title=naming.said(profile.title),
        href=reverse("portal-agreement", args=[profile.name]),
        shelves=_table([shelf_shown(terms, shelf) for shelf in shelves]),
    )


def _table(shelves: Sequence[ShelfShown]) -> Table:
    """Show registers: what stands in each, how much, of which day, under which clauses."""
    columns: list[Column | str] = [
        _("Register"),
        Column(_("Entries"), numeric=True),
        _("Last list"),
        _("Clauses"),
    ]
    rows: list[list[Shown]] = [
        [
            format_html(
                '<a href="{}">{}</a><br><small>{}</small>', shelf.href, shelf.name, shelf.about
            ),
            shelf.count,
            Day(shelf.as_of) if shelf.as_of else _("kept by notices"),
            shelf.clauses or "–",
        ]
        for shelf in shelves
    ]
    return Table(_("Registers"), columns, rows, hidden_caption=True)


def _clauses(terms: Terms, register: Register) -> list[str]:
    """The clauses under which somebody may issue what fills a register, none broken in two."""
    found = [
        permit.clause.replace(" ", "\N{NO-BREAK SPACE}")
        for kind in SOURCES[register]
        for party in terms.profile.parties
        for permit in terms.permits.get((kind, party), ())
        if "public" in permit.classes
    ]
    return list(dict.fromkeys(found))


def clauses_shown(profile: Profile) -> tuple[ClauseShown, ...]:
    """Give the clauses in their order."""
    return tuple(
        ClauseShown(
            id=clause_id(clause.number),
            number=clause.number,
            title=naming.said(clause.title),
            asks=naming.said(clause.asks),
            items=tuple((letter, naming.said(said)) for letter, said in clause.items.items()),
        )
        for clause in profile.clauses.values()
    )


def summary(profile: Profile, *, today: date) -> Summary:
    """Say when it was signed, since when it counts, and whom to speak to on each side."""
    terms = profile.on(today)
    rows = [Row(_("Signed"), [_signed(on, at) for on, at in profile.signed])]
    rows.append(Row(_("In force since"), _in_force(live(profile, ()))))
    rows += [
        Row(naming.chosen(party.names)[0], _side(party, terms))
        for party in profile.parties.values()
    ]
    return Summary(rows)


def account_table(profile: Profile, sides: Sequence[SideAccount], *, today: date) -> Table | None:
    """Count for the public what passes in confidence, as far as the profile's clause 1 says."""
    rule = profile.on(today).rule("public-account")
    told = rule.value if rule and isinstance(rule.value, tuple) else ()
    by_party = {side.party: side for side in sides}
    columns: list[Column | str] = [_("Side")]
    if "report-counts" in told:
        columns.append(Column(_("Reports about intermediaries shared"), numeric=True))
    if "answer-times" in told:
        columns += [
            Column(_("Asked of it"), numeric=True),
            Column(_("Answered"), numeric=True),
            Column(_("Days to answer, on average"), numeric=True),
        ]
    if len(columns) == 1:
        return None
    rows = [
        _account_row(party, by_party.get(party.code) or SideAccount(party.code), told)
        for party in profile.parties.values()
    ]
    caption = _("The last twelve months, in numbers")
    return Table(caption, columns, rows)


def _account_row(party: Party, side: SideAccount, told: Sequence[str]) -> list[Shown]:
    row: list[Shown] = [naming.said(party.names)]
    if "report-counts" in told:
        row.append(grouped(side.reports))
    if "answer-times" in told:
        average = "–" if side.average is None else grouped(side.average)
        row += [grouped(side.asked), grouped(side.answered), average]
    return row


def _signed(on: date, at: Names) -> Shown:
    return f"{in_words(on)}, {naming.chosen(at)[0]}"


def _in_force(life: Life) -> list[Shown]:
    """What the memorandum itself says of it; the sides' notices of commencement are not public."""
    if life.in_force_on is None:
        return [
            _("Not recorded here."),
            _(
                "It commences on receipt of the last written notification through diplomatic "
                "channels. The sides exchange that; it is not published on this page."
            ),
        ]
    if life.is_our_reading:
        return [
            Day(life.in_force_on),
            _("Our reading: the memorandum is silent on this, so we count from its signing."),
        ]
    return [Day(life.in_force_on)]


def _side(party: Party, terms: Terms) -> list[Shown]:
    signatories: list[Shown] = [
        naming.said(party.offices[office].names) for office in party.signatories
    ]
    point = terms.contact_points.get(party.code)
    if point is None:
        return signatories
    unit = naming.chosen(party.offices[point.office].names)[0]
    contact = _("Contact point under clause %(clause)s: %(unit)s") % {
        "clause": point.clause,
        "unit": unit,
    }
    return [*signatories, contact]


def profile_of(agreement: str) -> Profile | None:
    """Give the profile of an agreement of this node; None where it has no part in it."""
    return node.profile(agreement) if agreement in node.this().agreements else None


def sides(profile: Profile) -> str:
    """Name an agreement by its two sides."""
    return "–".join(naming.chosen(party.names)[0] for party in profile.parties.values())


def trail(profile: Profile) -> list[tuple[object, str]]:
    """Give the way from the start to an agreement's page."""
    return [
        (_("Registers"), reverse("portal-home")),
        (sides(profile), reverse("portal-agreement", args=[profile.name])),
    ]
