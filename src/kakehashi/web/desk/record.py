"""The auditor's pages: who did and who read what, each entry with its proof."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import record
from kakehashi.desk.acts import ACTS, note
from kakehashi.desk.models import RecordLine
from kakehashi.desk.record import Asked
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry
from kakehashi.web.desk import access, particulars, showing
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field, posted_date
from kakehashi.web.parts.shapes import Banner, Code, Instant, Link, Row, Shown, Summary, Table

A_PAGE: Final = 25


def act_title(act: str) -> str:
    """An act in words; one that is not known by its code."""
    return str(ACTS.get(act, act))


@officers(Act.AUDIT)
@never_cache
def lines(request: HttpRequest) -> HttpResponseBase:
    """The own record, the latest first, filtered by officer, act, day and thing."""
    agreements = access.agreements_for(request, Act.AUDIT)
    if not agreements:
        raise PermissionDenied
    record.read_on()
    asked, wrong = _asked(request)
    people = dict(Officer.objects.values_list("pk", "display_name"))
    found = record.lines(asked, agreements=agreements)
    rows = list(_after(request, found)[: A_PAGE + 1])
    shown = {
        "table": _table(rows[:A_PAGE], people),
        "next": _older(request, rows),
        "filters": _filters(request, people, wrong),
        "anchors": _anchor_table(agreements),
        "behind": _behind(),
    }
    return render(request, "desk/record.html", showing.context(request, "record") | shown)


def _asked(request: HttpRequest) -> tuple[Asked, list[str]]:
    """What the address asks for; nonsense asks for everything, and is said beside the field."""
    officer, wrong = request.GET.get("officer", ""), []
    day: date | None = None
    try:
        day = read_date(*posted_date(request.GET, "day"))
    except NotADate as mistake:
        wrong = [str(mistake)]
    number = int(officer) if officer.isascii() and officer.isdigit() else None
    act = request.GET.get("act", "")
    return Asked(number, act[:100], request.GET.get("thing", "").strip()[:300], day), wrong


def _after(request: HttpRequest, found: Any) -> Any:  # noqa: ANN401 - a query of lines
    """The lines older than the place that the address names."""
    index, _dash, position = request.GET.get("before", "").partition("-")
    if not (index.isascii() and index.isdigit() and position.isascii() and position.isdigit()):
        return found
    return record.before(found, int(index[:15]), int(position[:9]))


def _older(request: HttpRequest, rows: Sequence[RecordLine]) -> Link | str:
    if len(rows) <= A_PAGE:
        return ""
    last = rows[A_PAGE - 1]
    kept = {name: str(value) for name, value in request.GET.items() if name != "before" and value}
    asked = urlencode(kept | {"before": f"{last.index}-{last.position}"})
    return Link(_("Older"), f"?{asked}")


def _table(rows: Sequence[RecordLine], people: Mapping[int, str]) -> Table:
    known = node.this().agreements
    shown: list[list[Shown]] = [
        [
            Link(f"#{row.index}", reverse("desk_record_entry", args=[row.index])),
            act_title(row.act),
            _person(row.officer_id, people),
            Code(row.thing) if row.thing else "–",
            showing.title_of(row.agreement) if row.agreement in known else row.agreement or "–",
            Instant(row.at),
        ]
        for row in rows
    ]
    columns = [_("Entry"), _("Act"), _("Officer"), _("Thing"), _("Agreement"), _("When")]
    return Table(_("Acts on record"), columns, shown, empty=_("No act is on record as you ask."))


def _person(officer: int | None, people: Mapping[int, str]) -> str:
    return _("By command") if officer is None else people.get(officer, str(officer))


def _filters(request: HttpRequest, people: Mapping[int, str], wrong: list[str]) -> list[Field]:
    names = [Choice(str(pk), name) for pk, name in sorted(people.items(), key=lambda one: one[1])]
    acts = sorted(((act, str(words)) for act, words in ACTS.items()), key=lambda one: one[1])
    return [
        Field(
            name="officer",
            label=_("Officer"),
            kind="select",
            choices=[Choice("", _("All officers")), *names],
            value=request.GET.get("officer", ""),
            required=False,
        ),
        Field(
            name="act",
            label=_("Act"),
            kind="select",
            choices=[Choice("", _("All acts")), *(Choice(act, words) for act, words in acts)],
            value=request.GET.get("act", ""),
            required=False,
        ),
        Field(
            name="thing",
            label=_("Thing"),
            hint=_("Its reference, exactly as this page shows it"),
            value=request.GET.get("thing", ""),
            required=False,
        ),
        Field(
            name="day",
            label=_("Day (UTC)"),
            kind="date",
            value=posted_date(request.GET, "day"),
            errors=wrong,
            required=False,
        ),
    ]


def _anchor_table(agreements: Sequence[str]) -> Table:
    rows: list[list[Shown]] = [
        [
            showing.title_of(one.agreement),
            one.size,
            Instant(one.held_at),
            Code(one.root),
            f"{one.origin} #{one.entry}",
        ]
        for one in record.anchors()
        if one.agreement in agreements
    ]
    columns = [_("Agreement"), _("Entries"), _("Held since"), _("Root"), _("Said in our entry")]
    return Table(
        _("What the counterparts hold of this record"),
        columns,
        rows,
        empty=_("No counterpart holds an anchor of this record yet."),
    )


def _behind() -> Banner | str:
    left = record.unread()
    words = ngettext(
        "%(count)s entry is still being read into this list.",
        "%(count)s entries are still being read into this list.",
        left,
    )
    return Banner(words % {"count": left}, "waiting") if left else ""


@officers(Act.AUDIT)
@never_cache
def entry(request: HttpRequest, index: int) -> HttpResponseBase:
    """One entry of the own record: what it says, and its proof."""
    found = _entry_for(request, index)
    record.read_on()
    people = dict(Officer.objects.values_list("pk", "display_name"))
    proof, said = record.proof(found), record.particulars_of(found)
    shown = {
        "index": index,
        "title": act_title(found.kind),
        "facts": _facts(found, said, people),
        "readings": particulars.readings(said, people),
        "proof": _proof_rows(proof),
        "file": reverse("desk_record_proof", args=[index]),
    }
    return render(request, "desk/record_entry.html", showing.context(request, "record") | shown)


def _entry_for(request: HttpRequest, index: int) -> Entry:
    """The entry of an index, where every line of it lies under agreements of this auditor."""
    agreements = access.agreements_for(request, Act.AUDIT)
    if not agreements:
        raise PermissionDenied
    journal = journals.local_journal()
    found = None if journal is None else journals.entries(journal, index, index + 1).first()
    if found is None or not record.is_open(found, agreements=agreements):
        raise Http404
    return found


def _facts(found: Entry, said: Mapping[str, object], people: Mapping[int, str]) -> Summary:
    rows = [
        Row(_("Act"), [act_title(found.kind), Code(found.kind)]),
        Row(_("When"), Instant(found.held_at)),
        *particulars.rows(said, people),
    ]
    return Summary(rows, _("What it says"))


def _proof_rows(proof: record.Proof) -> Summary:
    held: Shown = _("No counterpart holds it yet; it is proved against our own checkpoint.")
    if proof.anchor is not None:
        words = _("%(agreement)s: entry %(entry)s of our journal, held since")
        told = {"agreement": showing.title_of(proof.anchor.agreement), "entry": proof.anchor.entry}
        held = words % told
    rows = [
        Row(_("Index"), f"{proof.origin} #{proof.index}"),
        Row(_("Leaf"), Code(proof.leaf)),
        Row(_("Root"), [Code(proof.root), _("over %(size)s entries") % {"size": proof.size}]),
        Row(_("Hashes up to the root"), len(proof.path)),
        Row(
            pgettext("entry", "Held by"),
            [held, Instant(proof.anchor.held_at)] if proof.anchor else held,
        ),
    ]
    return Summary(rows, _("Proof"))


@lets_out(Way.EXPORT, gate=Gate.CIRCLE)
@officers(Act.AUDIT)
@require_POST
def proof_file(request: HttpRequest, index: int) -> HttpResponseBase:
    """An entry's proof as a file; taking it is on record."""
    found = _entry_for(request, index)
    told = asdict(record.proof(found))
    if told["anchor"]:
        told["anchor"]["held_at"] = int(told["anchor"]["held_at"].timestamp())
    with transaction.atomic():
        by = officer_of(request).id
        note("record.exported", by=by, now=timezone.now(), thing=f"#{index}")
    answer = JsonResponse(told, json_dumps_params={"indent": 1, "sort_keys": True})
    answer["Content-Disposition"] = f'attachment; filename="record-{index}.json"'
    answer["Cache-Control"] = "no-store"
    return answer
