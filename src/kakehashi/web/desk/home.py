"""The morning page: what is new, what is due, whose turn it is, what failed, who is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.desk import looking, queries
from kakehashi.desk.cases import queries as cases
from kakehashi.desk.digests import wish, wishes
from kakehashi.desk.duties import queries as duties
from kakehashi.desk.duties.queries import Show
from kakehashi.desk.looking import New
from kakehashi.desk.models import Dealing
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import access, found, searching, showing, state
from kakehashi.web.desk.approvals import queue
from kakehashi.web.desk.cases import listing as case_list
from kakehashi.web.desk.disclosures.register import pressing_table
from kakehashi.web.desk.drafting.pausing import paused_table
from kakehashi.web.desk.drafting.signing import words_of_reason
from kakehashi.web.desk.duties.board import today_at
from kakehashi.web.desk.duties.rows import duty_table
from kakehashi.web.desk.intake import listing as reports
from kakehashi.web.desk.intake.unlocking import agreements_known
from kakehashi.web.desk.notices.queries import UNSHOWN
from kakehashi.web.desk.speech import named
from kakehashi.web.desk.state import Standing
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Banner, Instant, Link, Shown, Status, Table

A_FEW = 8
NEWEST = 12
A_PAGE = 25


@officers(Act.READ)
@never_cache
def home(request: HttpRequest) -> HttpResponseBase:
    """What an officer needs to know in the morning, most pressing first."""
    officer, now = officer_of(request), timezone.now()
    agreements = access.readable_agreements(request)
    standings = state.standings(agreements)
    theirs = [one.theirs for one in standings if one.theirs]
    since = looking.last_look(officer.id, now=now)
    new = looking.new_since(since, theirs, but=UNSHOWN, most=NEWEST)
    decides = access.agreements_in_part(request, Act.DECIDE)
    waiting = queries.waiting_for_sign_off(decides, not_by=officer.id)
    tables = {
        "paused": paused_table(request),
        "waiting": showing.waiting_table(
            waiting.filter(access.drafts_within(request, Act.DECIDE))[:A_PAGE]
        ),
        **queue.morning_tables(request),
        **_report_tables(request),
        **_due_tables(request, now),
        "turn": _turn_table(request, now),
        "disclosures": pressing_table(request),
        "new": _new_table(new, theirs),
        "aside": _aside_table(looking.set_aside_lately(agreements, now=now, most=A_FEW)),
        "mine": showing.draft_table(
            queries.drafts_of(officer.id, access.agreements_in_part(request))[:A_FEW]
        ),
    }
    shown = {
        "troubles": _troubles(standings),
        "tables": {name: table for name, table in tables.items() if table.rows},
        "clear": [table.empty for table in tables.values() if table.empty and not table.rows],
        "since": Instant(since),
        "saved": searching.saved_links(officer.id),
        "agreements": _agreements_table(standings, new),
        "may_draft": bool(access.agreements_in_part(request, Act.DRAFT)),
        "wishes_digest": wishes(officer.id),
        "has_mail": bool(node.this().identity.mail) and bool(access.signed_in(request).email),
    }
    return render(request, "desk/home.html", showing.context(request, "home") | shown)


@officers(Act.READ)
@require_POST
def seen(request: HttpRequest) -> HttpResponseBase:
    """Note that an officer has seen what is new."""
    looking.mark_seen(officer_of(request).id, now=timezone.now())
    messages.success(request, _("What came until now no longer stands here as new."))
    return redirect("desk")


@officers(Act.READ)
@require_POST
def digest(request: HttpRequest) -> HttpResponseBase:
    """Begin or end an officer's daily e-mail."""
    wanted = bool(request.POST.get("wanted"))
    wish(officer_of(request).id, wanted=wanted, now=timezone.now())
    words = _("You will get a daily e-mail.") if wanted else _("You will get no more e-mail.")
    messages.success(request, words)
    return redirect("desk")


def _troubles(standings: Sequence[Standing]) -> list[Banner]:
    many = len(standings) > 1
    return [
        Banner(
            f"{trouble.what} {trouble.to_do}",
            "bad",
            showing.title_of(one.agreement) if many else "",
        )
        for one in standings
        for trouble in one.troubles
    ]


def _new_table(new: New, theirs: Sequence[Journal]) -> Table:
    every = {journal.pk: journal for journal in theirs}
    about = found.subjects_at(new.entries)
    rows = [
        (
            Link(showing.kind_title(entry.kind), showing.address_of_entry(entry, every)),
            about.get((entry.journal_id, entry.index)) or "–",
            _author(entry, every),
            showing.class_status(entry.classification),
            Instant(entry.held_at),
        )
        for entry in new.entries
    ]
    columns = [
        _("Notice"),
        _("About"),
        pgettext("author", "From"),
        _("Class"),
        _("Received"),
    ]
    return Table(_("New"), columns, rows, empty=_("No notice came since you last looked."))


def _author(entry: Entry, every: Mapping[int, Journal]) -> str:
    journal = every[entry.journal_id]
    return named(node.profile(journal.agreement).parties[journal.party].names)


def _due_tables(request: HttpRequest, now: datetime) -> dict[str, Table]:
    readable = access.agreements_in_part(request)
    asked = duties.Asked(
        us=node.this().party,
        today=today_at(readable) if readable else now.date(),
        clauses={name: access.clauses_seen(request, name) for name in readable},
    )
    captions = {
        Show.LATE: (_("Late"), _("No duty is late.")),
        Show.SOON: (_("Due within seven days"), _("No duty is due within seven days.")),
    }
    pages = duties.boards([replace(asked, show=show) for show in captions], most=A_FEW)
    return {
        show.value: duty_table(
            page.rows,
            caption=caption,
            today=asked.today,
            empty=empty,
            many=len(readable) > 1,
        )
        for (show, (caption, empty)), page in zip(captions.items(), pages, strict=True)
    }


def _report_tables(request: HttpRequest) -> dict[str, Table]:
    """Say to who holds the office's key that reports wait."""
    known = agreements_known(request)
    return {"reports": reports.morning_table(known, timezone.localdate())} if known else {}


def _turn_table(request: HttpRequest, now: datetime) -> Table:
    wanted = cases.Filters(state="open", turn=(node.this().party,))
    readable = access.agreements_in_part(request)
    rows = cases.cases(readable, wanted, within=access.within(request), most=A_FEW)
    many = len(readable) > 1
    shown = case_list.table(rows[:A_FEW], now=now, with_agreement=many)
    return replace(
        shown,
        caption=_("Cases in which it is our turn"),
        hidden_caption=False,
        empty=_("In no case is it our turn."),
    )


def _aside_table(dealings: Sequence[Dealing]) -> Table:
    rows = [
        (
            Link(showing.kind_title(one.kind), found.address_of(one)),
            found.party_name(node.profile(one.edition.agreement).parties[one.party]),
            words_of_reason(one.reason),
            Instant(datetime.fromtimestamp(one.issued_at, UTC)),
        )
        for one in dealings
    ]
    columns = [_("Notice"), pgettext("author", "From"), _("Why"), _("Issued")]
    empty = _("No notice was set aside in the last 30 days.")
    return Table(_("Set aside in the last 30 days"), columns, rows, empty=empty)


def _agreements_table(standings: Sequence[Standing], new: New) -> Table:
    rows = [
        (
            Link(showing.title_of(one.agreement), reverse("desk_agreement", args=[one.agreement])),
            _counterpart(one),
            Instant(one.peer.last_heard_at)
            if one.peer and one.peer.last_heard_at
            else _("Not yet"),
            _lacking(one.issued - one.held_there),
            _lacking(one.received - one.judged),
            _new_link(one.agreement, new),
        )
        for one in standings
    ]
    columns = [
        _("Agreement"),
        _("The other side"),
        _("Last heard"),
        _("Of ours it still lacks"),
        _("Of theirs still to be read"),
        _("New"),
    ]
    empty = _("You have no role under any agreement.")
    return Table(_("Agreements"), columns, rows, empty=empty)


def _counterpart(one: Standing) -> Status:
    if one.peer is None:
        return Status(_("Not introduced yet"), "waiting")
    if one.peer.stopped:
        return Status(_("Stopped"), "bad")
    if one.peer.problem:
        return Status(_("Not reached; trying again"), "warning")
    if one.peer.last_heard_at is None:
        return Status(_("Not heard yet"), "waiting")
    return Status(_("In touch"), "good")


def _lacking(count: int) -> Shown:
    if count <= 0:
        return Status(pgettext("lacking", "Nothing"), "good")
    words = ngettext("%(count)s entry", "%(count)s entries", count)
    return Status(words % {"count": count}, "waiting")


def _new_link(agreement: str, new: New) -> Link:
    address = f"{reverse('desk_inbox')}?{urlencode({'agreement': agreement})}"
    words = _("%(count)s or more") if agreement in new.many else "%(count)s"
    return Link(words % {"count": new.counts.get(agreement, 0)}, address)
