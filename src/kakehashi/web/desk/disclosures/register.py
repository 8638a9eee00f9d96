"""The register of disclosures: what was asked, given, refused, told, decided and handed over."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.disclosing import CONSENTED, REFUSED, REQUESTED, WITHDRAWN
from kakehashi.core.notices.payload import Classification
from kakehashi.desk import actions
from kakehashi.desk.disclosures import gathering, queries
from kakehashi.desk.disclosures.queries import SORTS, Cursor, Turn
from kakehashi.desk.models import DisclosureNotice
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.disclosures import words as disclosure_words
from kakehashi.web.desk.disclosures.rows import register_table
from kakehashi.web.desk.disclosures.words import WHAT, party_named
from kakehashi.web.desk.notices import reading
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Day, Instant, Link, Status, Table

A_FEW: Final = 5


@officers(Act.READ)
@never_cache
def register(request: HttpRequest) -> HttpResponseBase:
    """Every disclosure under an agreement, the latest first; confidential ones are opened."""
    agreements = access.readable_agreements(request)
    agreement = access.chosen_agreement(request, agreements)
    if not access.may_read_confidential(request, agreement):
        raise PermissionDenied
    asked = _asked(request, agreement)
    before = Cursor.read(request.GET.get("before", ""))
    page = queries.register(
        agreement, sort=asked["sort"], by=asked["by"], item=asked["item"], before=before
    )
    what = f"register of disclosures {agreement}"
    actions.note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
    kept = {"agreement": agreement} | {name: value for name, value in asked.items() if value}
    shown = {
        "agreement_title": showing.title_of(agreement),
        "filters": _filters(agreements, agreement, asked),
        "table": register_table(agreement, page.turns),
        "older": f"?{urlencode(kept | {'before': str(page.next)})}" if page.next else "",
        "newest": f"?{urlencode(kept)}" if before else "",
        "answers": _answers(request, agreement, page.turns),
        "ending": _ending(agreement),
        "waiting": _waiting(request, agreement),
        "about": _about(agreement, asked["item"]),
    }
    return render(request, "desk/disclosures.html", showing.context(request, "disclosures") | shown)


def _about(agreement: str, item: str) -> Link | str:
    """Lead to the question about the notice that the register is narrowed to."""
    entry = queries.item_entries(agreement, (item,)).get(item)
    if entry is None:
        return ""
    place = [agreement, entry.journal.party, entry.journal.generation, entry.index]
    words = _("May it go to somebody outside? (%(kind_title)s)")
    told = {"kind_title": showing.kind_title(entry.kind)}
    return Link(words % told, reverse("desk_may_leave", args=place))


def _asked(request: HttpRequest, agreement: str) -> dict[str, str]:
    sort, by = request.GET.get("sort", ""), request.GET.get("by", "")
    if (sort and sort not in SORTS) or (by and by not in node.profile(agreement).parties):
        raise Http404
    return {"sort": sort, "by": by, "item": request.GET.get("item", "").strip()[:36]}


def _filters(agreements: Sequence[str], agreement: str, asked: Mapping[str, str]) -> list[Field]:
    parties = node.profile(agreement).parties
    every = [Choice("", _("All"))]
    return [
        showing.agreement_choice(agreements, agreement),
        Field(
            name="sort",
            label=_("What"),
            kind="select",
            choices=[*every, *(Choice(k, v) for k, v in disclosure_words.SORTS.items())],
            value=asked["sort"],
        ),
        Field(
            name="by",
            label=pgettext("author", "From"),
            kind="select",
            choices=[*every, *(Choice(code, party_named(agreement, code)) for code in parties)],
            value=asked["by"],
        ),
        Field(
            name="item",
            label=_("Reference of the notice"),
            value=asked["item"],
            required=False,
        ),
    ]


def _answers(
    request: HttpRequest, agreement: str, turns: Sequence[Turn]
) -> list[dict[str, object]]:
    """What this officer can draft on what stands here: an answer, the withdrawal of a consent."""
    thing = Thing(agreement, Classification.CONFIDENTIAL)
    if not may(officer_of(request), Act.DRAFT, thing):
        return []
    found: list[dict[str, object]] = []
    for turn in turns:
        if turn.notice is None:
            continue
        kinds = _answer_kinds(turn)
        place = [agreement, turn.notice.party, turn.notice.generation, turn.notice.seq]
        found += [
            {
                "href": reverse("desk_disclosure_answer", args=place),
                "kind": kind,
                "words": showing.kind_title(kind),
                "about": reading.moment(turn.notice.issued_at),
                "title": showing.kind_title(turn.notice.kind),
            }
            for kind in kinds
        ]
    return found


def _answer_kinds(turn: Turn) -> tuple[str, ...]:
    if turn.notice is None:
        return ()
    ours = turn.notice.party == node.this().party
    if turn.notice.kind == REQUESTED and not ours:
        is_open = not {CONSENTED, REFUSED} & set(turn.followed)
        return (CONSENTED, REFUSED) if is_open else ()
    is_standing = WITHDRAWN not in turn.followed
    if turn.notice.kind == CONSENTED and ours and is_standing:
        return (WITHDRAWN,)
    return ()


def _ending(agreement: str) -> Table | str:
    """What ends within thirty days."""
    on = gathering.today(agreement, timezone.now())
    rows = [
        (
            Link(
                showing.kind_title(one.kind),
                reverse("desk_notice", args=[agreement, one.party, one.generation, one.seq]),
            ),
            party_named(agreement, one.party),
            Day(one.ends_on) if one.ends_on else "",
        )
        for one in queries.ending((agreement,), on=on)
    ]
    columns = [_("What"), pgettext("author", "From"), _("Last day")]
    return Table(_("Ends within thirty days"), columns, rows) if rows else ""


def _waiting(request: HttpRequest, agreement: str) -> Table | str:
    """What other officers proposed, for whoever decides."""
    thing = Thing(agreement, Classification.CONFIDENTIAL)
    if not may(officer_of(request), Act.DECIDE, thing):
        return ""
    rows = [
        (
            Link(WHAT[one.what], reverse("desk_disclosure", args=[one.public_id])),
            str(one.proposed_by),
            Instant(one.proposed_at),
        )
        for one in queries.waiting((agreement,), not_by=officer_of(request).id)[:50]
    ]
    columns = [_("What"), _("Proposed by"), _("Since")]
    return Table(_("Waiting for a second officer"), columns, rows) if rows else ""


def pressing_table(request: HttpRequest) -> Table:
    """For the morning: what waits for this officer's word, and what ends within thirty days."""
    officer = officer_of(request)
    readable = access.readable_agreements(request)
    secret = {name: Thing(name, Classification.CONFIDENTIAL) for name in readable}
    decides = [name for name, thing in secret.items() if may(officer, Act.DECIDE, thing)]
    reads = [name for name, thing in secret.items() if may(officer, Act.READ, thing)]
    rows = [
        (
            Link(WHAT[one.what], reverse("desk_disclosure", args=[one.public_id])),
            showing.title_of(one.agreement),
            Status(_("Waiting for a second officer"), "waiting"),
        )
        for one in queries.waiting(decides, not_by=officer.id)[:A_FEW]
    ] + [_ending_row(one) for one in _ending_soon(reads)]
    columns = [_("What"), _("Agreement"), _("State")]
    empty = _("No disclosure waits for you, and none ends within thirty days.")
    return Table(_("Disclosures"), columns, rows, empty=empty)


def _ending_soon(agreements: Sequence[str]) -> list[DisclosureNotice]:
    if not agreements:
        return []
    on = min(gathering.today(name, timezone.now()) for name in agreements)
    return queries.ending(agreements, on=on)[:A_FEW]


def _ending_row(one: DisclosureNotice) -> tuple[Link, str, Status]:
    agreement = one.edition.agreement
    place = [agreement, one.party, one.generation, one.seq]
    words = _("Ends after %(day)s") % {"day": in_words(one.ends_on) if one.ends_on else ""}
    return (
        Link(showing.kind_title(one.kind), reverse("desk_notice", args=place)),
        showing.title_of(agreement),
        Status(words, "warning"),
    )
