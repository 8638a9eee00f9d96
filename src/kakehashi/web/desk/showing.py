"""The desk's facts as shapes: tables, sections of a notice, the room's navigation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.notices import KIND_FACTS, KINDS, Classification
from kakehashi.core.notices.notice import COMPARTMENTS
from kakehashi.desk.models import Draft, State
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import rooms
from kakehashi.web.desk.drafting.envelopes import notice_of
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.notices.reading import Book
from kakehashi.web.desk.speech import decider, named, said
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Day, Instant, Link, Row, Status, Summary, Table, Tone


def context(request: HttpRequest, room: str) -> dict[str, Any]:
    """What the desk's layout needs: its rooms, and which of them this is."""
    first, more = rooms.doors(officer_of(request), room)
    return {"nav": first, "nav_more": more, "officer": request.user}


def title_of(agreement: str) -> str:
    """An agreement's title in the reader's language."""
    return named(node.profile(agreement).title)


def agreement_choice(
    agreements: Iterable[str], chosen: str = "", *, every: str = "", errors: Sequence[str] = ()
) -> Field:
    """The control that says under which agreement; `every` words the choice of all of them."""
    names = [Choice(name, title_of(name)) for name in agreements]
    return Field(
        name="agreement",
        label=_("Agreement"),
        kind="select",
        choices=[Choice("", every), *names] if every else names,
        value=chosen,
        errors=errors,
    )


def kind_title(kind: str) -> str:
    """A kind's title; a kind that is not known by its name as it came."""
    return said(KINDS[kind].title) if kind in KINDS else kind or _("Not readable")


def families(kinds: Sequence[str]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Kinds as (name, title, description) under the headings of their families."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for kind in kinds:
        heading = said(KINDS[kind].family.label)
        row = (kind, said(KINDS[kind].title), said(KINDS[kind].description))
        found.setdefault(heading, []).append(row)
    return list(found.items())


def class_status(classification: str) -> Status:
    """A class as a word with its colour."""
    tones: dict[str, Tone] = {"public": "good", "restricted": "neutral", "confidential": "warning"}
    label = next((c.label for c in Classification if c == classification), classification)
    return Status(said(label), tones.get(classification, "neutral"))


def state_of(draft: Draft) -> Status:
    """A draft's state as a word."""
    if draft.state == State.SUBMITTED:
        return Status(_("Waiting for a second officer"), "waiting")
    if draft.is_sent_back:
        return Status(_("Sent back to you"), "warning")
    return Status(_("Being written"), "neutral")


def draft_table(drafts: Iterable[Draft]) -> Table:
    """An officer's own drafts."""
    rows = [
        (
            Link(
                kind_title(draft.kind),
                reverse(
                    "desk_draft" if draft.state == State.OPEN else "desk_check",
                    args=[draft.public_id],
                ),
            ),
            title_of(draft.agreement),
            state_of(draft),
            Instant(draft.changed_at),
        )
        for draft in drafts
    ]
    columns = [_("Notice"), _("Agreement"), _("State"), _("Last change")]
    return Table(_("My drafts"), columns, rows, empty=_("You have no drafts."))


def waiting_table(drafts: Iterable[Draft]) -> Table:
    """Other officers' drafts that wait for a second officer."""
    rows = [
        (
            Link(kind_title(draft.kind), reverse("desk_check", args=[draft.public_id])),
            title_of(draft.agreement),
            str(draft.drafted_by),
            Instant(draft.submitted_at or draft.changed_at),
        )
        for draft in drafts
    ]
    columns = [_("Notice"), _("Agreement"), _("Drafted by"), _("Submitted")]
    return Table(_("Waiting for my sign-off"), columns, rows, empty=_("Nothing waits for you."))


def address_of(journal: Journal, index: int) -> str:
    """The page of a notice."""
    place = [journal.agreement, journal.party, journal.generation, index]
    return reverse("desk_notice", args=place)


def address_of_entry(entry: Entry, journals: Mapping[int, Journal]) -> str:
    """The page of an entry among known journals."""
    return address_of(journals[entry.journal_id], entry.index)


def address_of_issued(draft: Draft) -> str:
    """The page of the notice that a draft became."""
    place = [draft.agreement, node.this().party, draft.generation, draft.seq]
    return reverse("desk_notice", args=place)


def compartment_title(kind: str, role: str) -> str:
    """What a compartment is called on a page, with who may see it."""
    label = ""
    if kind in KINDS and role in KINDS[kind].model_fields:
        label = KINDS[kind].model_fields[role].title or ""
    words = {
        "statement": _("%(label)s (permanent)"),
        "public": _("%(label)s (public)"),
        "particulars": _("%(label)s (public, may end)"),
        "restricted": _("%(label)s (restricted to both sides)"),
        "confidential": _("%(label)s (confidential)"),
        "rows": _("%(label)s (public)"),
    }
    pattern = words.get(role, "%(label)s")
    return pattern % {"label": said(label) or role}


def sections(draft: Draft, told: Mapping[str, Any]) -> list[Summary]:
    """A draft's notice to be checked: the decision, then each compartment."""
    if not told:
        return []
    notice = notice_of(dict(told))
    edit = reverse("desk_draft", args=[draft.public_id]) if draft.state == State.OPEN else ""
    files = {
        number: reverse("desk_draft_file", args=[draft.public_id, name])
        for number, name in enumerate(told["files"], 1)
    }
    shown = [Summary(_decision(draft, told, edit), _("The decision"))]
    for role in COMPARTMENTS:
        value = getattr(notice, role, None)
        if value is None or value == ():
            continue
        title = _("Other notices") if role == "links" else compartment_title(notice.kind, role)
        if role == "rows":
            counted = Row(_("Rows"), len(value), _jump(edit, "rows"))
            shown.append(Summary([counted], title))
            continue
        rows = list(reading.rows(value, Book({}, files)))
        if rows:
            first = Row(rows[0].key, rows[0].value, _jump(edit, role))
            shown.append(Summary([first, *rows[1:]], title))
    return shown


def _jump(edit: str, room: str) -> str:
    return f"{edit}#id_{room}" if edit else ""


def _decision(draft: Draft, told: Mapping[str, Any], edit: str) -> list[Row]:
    profile = node.profile(draft.agreement)
    offices = profile.parties[node.this().party].offices
    clause = profile.clauses.get(told["clause"])
    by = decider(offices, told["office"], told["role"])
    rows = [
        Row(_("Agreement"), title_of(draft.agreement)),
        Row(
            _("Clause"),
            f"{told['clause']} {named(clause.title) if clause else ''}",
            _jump(edit, "envelope"),
        ),
        Row(_("Class"), class_status(told["class"])),
        Row(_("Decided"), _decided(told["decided"])),
        Row(_("Decided by"), by),
    ]
    if told["effective_on"]:
        rows.append(Row(_("Takes effect on"), Day(date.fromisoformat(told["effective_on"]))))
    if told["entered_later"]:
        rows.append(Row(_("Entered later"), _("Yes: a past dealing, for the record")))
    rows.append(Row(_("Drafted by"), str(draft.drafted_by)))
    if begun := [str(one.officer) for one in draft.taken_over.select_related("officer")]:
        rows.append(Row(_("Begun by"), begun))
    return rows


def _decided(told: Mapping[str, str]) -> Day:
    (name, day), *_rest = told.items()
    return Day(date.fromisoformat(day), not_later_than=name == "not_later_than")


def is_known(kind: str, version: int) -> bool:
    """Say whether this release knows a kind in a version."""
    return kind in KIND_FACTS and version <= KIND_FACTS[kind].version
