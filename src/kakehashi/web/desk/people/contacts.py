"""Contact points of both sides: as they stand, as they were, and the draft that changes ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.notices import Compartments
from kakehashi.core.notices.contacts import ContactChange, ContactPoint, ContactPointChanged
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Validity
from kakehashi.core.parts import PartRole
from kakehashi.desk import derived
from kakehashi.desk.models import Naming
from kakehashi.journal.contents import contents_at
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting.beginning import begin
from kakehashi.web.desk.drafting.filling import filled
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.notices.queries import Box
from kakehashi.web.desk.notices.reading import Book
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.shapes import Day, Happening, Link, Row, Summary, Timeline, Tone

KIND = "contact-point.changed"
MOST = 40


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point that one notice states; `is_mended` where a later one corrects it."""

    entry: Entry
    party: str
    point: ContactPoint
    is_mended: bool


def contacts(inside: Box) -> list[Contact]:
    """What both sides said of their contact points, the latest first: a fixed few queries."""
    every = (*inside.ours, *inside.theirs)
    rows = list(notices.entries(every, kind=KIND).order_by("-iat", "-index")[:MOST])
    verdicts = notices.verdicts(every, [(row.journal_id, row.index) for row in rows])
    contents = contents_at(rows, (PartRole.RESTRICTED,))
    parties = {journal.pk: journal.party for journal in every}
    mended = _mended(inside.agreement, [row.jti for row in rows])
    found = []
    for row in rows:
        place = (row.journal_id, row.index)
        content = contents.get(place)
        point = content.restricted if isinstance(content, Compartments) else None
        if isinstance(point, ContactPoint) and not verdicts[place].reason:
            found.append(Contact(row, parties[row.journal_id], point, row.jti in mended))
    return found


def _mended(agreement: str, jtis: Sequence[str]) -> set[str]:
    edition = derived.serving(agreement)
    if edition is None:
        return set()
    rows = Naming.objects.filter(edition=edition, named__in=list(jtis), relation="corrects")
    return set(rows.values_list("named", flat=True))


def standing(found: Sequence[Contact], party: str, today: date) -> Contact | None:
    """The contact point of a party that holds today: the latest that has begun and not ended."""
    for one in found:
        span = one.point.validity
        if one.party == party and not one.is_mended and span.from_on <= today:
            return None if span.until_on and span.until_on < today else one
    return None


@dataclass(frozen=True, slots=True)
class Side:
    """One side's contact point on a page: who was designated, how it stands, how it changed."""

    title: str
    designated: Summary
    now: Summary | str
    history: Timeline | str
    is_ours: bool


def sides(inside: Box, today: date) -> list[Side]:
    """Both sides' contact points under an agreement, ours first."""
    found = contacts(inside)
    profile, ours = node.profile(inside.agreement), node.this().party
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    return [
        Side(
            title=named(profile.parties[party].names),
            designated=_designated(inside.agreement, party, today),
            now=_now(standing(found, party, today)),
            history=_history([one for one in found if one.party == party], every),
            is_ours=party == ours,
        )
        for party in sorted(profile.parties, key=lambda code: code != ours)
    ]


def _designated(agreement: str, party: str, today: date) -> Summary:
    profile = node.profile(agreement)
    point = profile.on(today).contact_points.get(party)
    offices = profile.parties[party].offices
    name = named(offices[point.office].names) if point else _("Not stated")
    return Summary([Row(_("Designated unit"), name)])


def _now(one: Contact | None) -> Summary | str:
    if one is None:
        return ""
    return Summary(list(reading.rows(one.point, Book({}, {}))), _("As it stands"))


def _history(found: Sequence[Contact], every: Mapping[int, Journal]) -> Timeline | str:
    steps = [
        Happening(
            Day(one.point.validity.from_on),
            Link(_what(one.point), showing.address_of_entry(one.entry, every)),
            _("Corrected or withdrawn later") if one.is_mended else "",
            tone=_tone(one),
        )
        for one in found
    ]
    return Timeline(steps, _("How it changed")) if steps else ""


def _tone(one: Contact) -> Tone:
    return "ended" if one.is_mended else "neutral"


def _what(point: ContactPoint) -> str:
    return ", ".join(said(code.label) for code in point.changed)


@officers(Act.DRAFT)
@require_POST
def change(request: HttpRequest) -> HttpResponseBase:
    """Begin the notice that changes our contact point, filled in with how it stands."""
    agreements = access.agreements_for(request, Act.DRAFT)
    agreement = access.named_agreement(request.POST.get("agreement", ""), agreements)
    now = timezone.now()
    today = sides_now(agreement, now).today
    held = standing(contacts(notices.box(agreement)), node.this().party, today)
    point = held.point if held else _first(agreement, today)
    given = ContactPointChanged(restricted=point)
    office = access.signed_in(request).unit_id
    typed = filled(given) | {"envelope.office": [office]}
    draft = begin(request, agreement, KIND, typed)
    return redirect("desk_draft", public_id=draft.public_id)


def _first(agreement: str, today: date) -> ContactPoint:
    """A contact point of which nothing but the designated unit is known yet."""
    profile, ours = node.profile(agreement), node.this().party
    point = profile.on(today).contact_points.get(ours)
    offices = profile.parties[ours].offices
    office = point.office if point else next(iter(offices))
    return ContactPoint(
        changed=(ContactChange.OPENED,),
        office=office,
        unit=(Name(text=offices[office].names["en"], lang="en", script="Latn"),),
        languages=point.languages if point else (),
        validity=Validity(from_on=today),
    )
