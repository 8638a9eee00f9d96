"""The list of cases: what is asked for, and its rows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi import node
from kakehashi.core.cases import Family
from kakehashi.core.notices import Compartments
from kakehashi.core.notices.fields import CODES
from kakehashi.core.notices.text import Text
from kakehashi.desk.cases import files, queries
from kakehashi.desk.models import Case, CaseFile, Dealing
from kakehashi.journal.contents import contents_at
from kakehashi.journal.models import Entry
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases import words as case_words
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Day, Link, Named, Shown, Status, Table

ASKED = ("agreement", "family", "state", "turn", "late", "mine")
OPEN, CLOSED, FILED = "open", "closed", "filed"
OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for."""

    agreements: tuple[str, ...]
    agreement: str
    family: str
    state: str
    turn: str
    is_late: bool
    is_mine: bool
    after: queries.After | None


def asked(request: HttpRequest) -> Asked:
    """Read what is asked for; 404 for what there is not, 403 for who reads no agreement."""
    agreements = access.agreements_in_part(request)
    if not agreements:
        raise PermissionDenied
    told = {name: request.GET.get(name, "") for name in ASKED}
    if "state" not in request.GET:
        told["state"] = OPEN
    known = {
        "agreement": {"", *agreements},
        "family": {"", *(family.value for family in Family)},
        "state": {"", OPEN, CLOSED, FILED},
        "turn": {"", OURS, THEIRS},
    }
    if any(told[name] not in values for name, values in known.items()):
        raise Http404
    return Asked(
        agreements=tuple(agreements),
        agreement=told["agreement"],
        family=told["family"],
        state=told["state"],
        turn=told["turn"],
        is_late=bool(told["late"]),
        is_mine=bool(told["mine"]),
        after=_after(request.GET.get("after", "")),
    )


def _after(text: str) -> queries.After | None:
    """Read where the page begins: seconds and the first notice of the case before it."""
    at, _dash, matter = text.partition("-")
    is_whole = at.isascii() and at.isdigit() and len(at) < 12
    return (int(at), matter) if is_whole and matter else None


def found(request: HttpRequest, wanted: Asked, *, now: datetime) -> list[Case]:
    """Find the page of cases that is asked for, one more where there are more."""
    agreements = [wanted.agreement] if wanted.agreement else list(wanted.agreements)
    party = node.this().party
    turn = {OURS: party, THEIRS: _counterparts(agreements, party)}.get(wanted.turn, "")
    filters = queries.Filters(
        families=(wanted.family,) if wanted.family else (),
        state=wanted.state if wanted.state in {OPEN, CLOSED} else "",
        turn=turn if isinstance(turn, tuple) else ((turn,) if turn else ()),
        late_on=now.date() if wanted.is_late else None,
        assigned_to=officer_of(request).id if wanted.is_mine else None,
        filed=wanted.state == FILED if wanted.state in {OPEN, FILED} else None,
    )
    return queries.cases(agreements, filters, wanted.after, within=access.within(request))


def _counterparts(agreements: Sequence[str], party: str) -> tuple[str, ...]:
    return tuple(sorted({node.profile(name).counterpart(party).code for name in agreements}))


def table(cases: Sequence[Case], *, now: datetime, with_agreement: bool = True) -> Table:
    """Show cases: what each is about, where it stands, who is to act and until when."""
    abouts = subjects(cases)
    kept = files.files_of(cases)
    rows: list[list[Shown]] = []
    for case in cases:
        key = (case.agreement, case.matter)
        rows.append(
            [
                Link(case_words.family_words(case.family), address(case)),
                abouts.get(key, "") or "–",
                *([showing.title_of(case.agreement)] if with_agreement else []),
                state(case, kept.get(key)),
                format_html("<div>{}</div><div>{}</div>", next_step(case), due(case, now=now)),
                Day(timezone.localdate(datetime.fromtimestamp(case.last_at, UTC))),
                _whose(kept.get(key)),
            ]
        )
    columns = [
        _("Case"),
        _("About"),
        *([_("Agreement")] if with_agreement else []),
        _("State"),
        _("Next step"),
        _("Last notice"),
        _("Officer"),
    ]
    empty = _("No case is as you ask. A case begins with the first notice about a matter.")
    return Table(_("Cases"), columns, rows, hidden_caption=True, empty=empty)


def lost_table(dealings: Sequence[Dealing]) -> Table | str:
    """Show notices that answer nothing known here; nothing where there are none."""
    rows = [
        (
            Link(showing.kind_title(one.kind), notice_address(one.edition.agreement, one)),
            showing.title_of(one.edition.agreement),
            party_name(one.edition.agreement, one.party),
            Day(timezone.localdate(datetime.fromtimestamp(one.issued_at, UTC))),
        )
        for one in dealings
    ]
    columns = [_("Notice"), _("Agreement"), pgettext("author", "From"), _("Issued")]
    caption = _("Notices that answer nothing known")
    return Table(caption, columns, rows, hidden_caption=True) if rows else ""


def notice_address(agreement: str, dealing: Dealing) -> str:
    """The page of a notice."""
    place = [agreement, dealing.party, dealing.generation, dealing.seq]
    return reverse("desk_notice", args=place)


def address(case: Case) -> str:
    """The page of a case."""
    return reverse("desk_case", args=[case.agreement, case.matter])


def state(case: Case, file: CaseFile | None) -> Status:
    """Where a case stands, in a word."""
    if case.state == Case.State.CLOSED:
        return Status(pgettext("case", "Closed"), "ended")
    if file is not None and file.is_filed:
        return Status(pgettext("case", "Filed away"), "neutral")
    return Status(pgettext("case", "Open"), "waiting")


def next_step(case: Case) -> Shown:
    """What comes next, and whose turn it is."""
    words = str(case_words.step_words(case.step))
    if case.state == Case.State.CLOSED or not case.owes:
        return words
    return _("%(party)s: %(step)s") % {
        "party": party_name(case.agreement, case.owes),
        "step": words,
    }


def party_name(agreement: str, code: str) -> str:
    """A party's name in the reader's language; "our side" where that is us."""
    if code == node.this().party:
        return _("Our side")
    parties = node.profile(agreement).parties
    return named(parties[code].names) if code in parties else code


def due(case: Case, *, now: datetime) -> Shown:
    """Until when something of the case is due; late is said in a word too."""
    if case.due_on is None or case.state == Case.State.CLOSED:
        return ""
    if case.due_on < now.date():
        return Status(_("Late since %(day)s") % {"day": in_words(case.due_on)}, "bad")
    return _("Due %(day)s") % {"day": in_words(case.due_on)}


def _whose(file: CaseFile | None) -> str:
    return str(file.assigned_to) if file and file.assigned_to else "–"


def subjects(cases: Sequence[Case]) -> dict[tuple[str, str], Shown]:
    """Say of each case what its first notice is about, never from confidential parts."""
    agreements = {case.matter: case.agreement for case in cases}
    rows = list(
        Entry.objects.filter(
            jti__in=list(agreements), journal__agreement__in=set(agreements.values())
        ).select_related("journal")
    )
    by_place = {(row.journal_id, row.index): (row.journal.agreement, row.jti) for row in rows}
    shown: dict[tuple[str, str], Shown] = {}
    for place, content in contents_at(rows, notices.IN_LISTS).items():
        if isinstance(content, Compartments):
            shown[by_place[place]] = about(content)
    return shown


def about(content: Compartments) -> Shown:
    """Say in a line what a notice is about: its headline, a field, a name, or a number."""
    for payload in (content.public, content.restricted):
        headline = getattr(payload, "headline", None)
        if isinstance(headline, Text):
            return Named(headline.text, headline.lang)
        field = getattr(payload, "field", None)
        if isinstance(field, str) and field in CODES:
            return said(CODES[field][-1].name_en)
    return reading.subject(iter((content.public, content.restricted, content.statement)))


def is_narrowed(wanted: Asked) -> bool:
    """Say whether something else than the open cases is asked for."""
    others = (wanted.agreement, wanted.family, wanted.turn, wanted.is_late, wanted.is_mine)
    return any(others) or wanted.state != OPEN


def next_page(wanted: Asked, cases: Sequence[Case]) -> str:
    """The address of the page after these cases; empty at the end."""
    if len(cases) <= queries.PAGE:
        return ""
    last = cases[queries.PAGE - 1]
    return f"?{urlencode(_kept(wanted) | {'after': f'{last.last_at}-{last.matter}'})}"


def _kept(wanted: Asked) -> dict[str, str]:
    told = {
        "agreement": wanted.agreement,
        "family": wanted.family,
        "state": wanted.state,
        "turn": wanted.turn,
        "late": "yes" if wanted.is_late else "",
        "mine": "yes" if wanted.is_mine else "",
    }
    return {name: value for name, value in told.items() if value or name == "state"}


def filters(wanted: Asked) -> list[Field]:
    """The questions above the list."""
    families = [Choice(f.value, case_words.FAMILIES[f]) for f in Family]
    states = [
        Choice(OPEN, pgettext("cases", "Open")),
        Choice(CLOSED, pgettext("cases", "Closed")),
        Choice(FILED, pgettext("cases", "Filed away here")),
        Choice("", pgettext("cases", "All")),
    ]
    turns = [
        Choice("", _("Anybody's turn")),
        Choice(OURS, _("Our side is to act")),
        Choice(THEIRS, _("The other side is to act")),
    ]
    return [
        showing.agreement_choice(wanted.agreements, wanted.agreement, every=_("All")),
        _select("family", _("About"), [Choice("", _("All")), *families], wanted.family),
        _select("state", _("State"), states, wanted.state),
        _select("turn", _("Whose turn"), turns, wanted.turn),
        _tick("late", _("Only what is late"), is_ticked=wanted.is_late),
        _tick("mine", _("Only my cases"), is_ticked=wanted.is_mine),
    ]


def _select(name: str, label: str, choices: Sequence[Choice], value: str) -> Field:
    return Field(name=name, label=label, kind="select", choices=choices, value=value)


def _tick(name: str, label: str, *, is_ticked: bool) -> Field:
    return Field(name=name, label=label, kind="checkbox", value="yes" if is_ticked else "")
