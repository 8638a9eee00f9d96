"""Tables of an agreement's page: amendments, closed channels, agreed targets, disputes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kakehashi.core.acceptance import Closure, closures
from kakehashi.core.amendment import Consent, consents
from kakehashi.core.notices.targets import Counted, Target, Targets
from kakehashi.web.desk import showing
from kakehashi.web.desk.agreement.life import Today
from kakehashi.web.desk.agreement.shown import duty_words, field_name
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices.hearing import Said
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.shapes import Code, Day, Link, Shown, Status, Table


def amendments_table(found: Today) -> Table:
    """Every proposal with who consented, and who is still missing."""
    rows = [_proposal(found, one) for one in consents(found.profile, found.heard)]
    columns = [_("Proposal"), _("From"), _("State"), _("Consented"), _("Missing"), _("New terms")]
    empty = _("No amendment was proposed.")
    return Table(_("Amendments"), columns, rows, hidden_caption=True, empty=empty)


def _proposal(found: Today, one: Consent) -> list[Shown]:
    notice = hearing.by_id(found.every)[one.proposal]
    if one.is_complete:
        state = Status(_("Agreed by every signatory"), "good")
    elif one.declined_by:
        names = ", ".join(named(found.profile.parties[code].names) for code in one.declined_by)
        state = Status(_("Declined by %(names)s") % {"names": names}, "bad")
    else:
        state = Status(_("Signatories are missing"), "waiting")
    return [
        Link(_proposed_by(found, notice), notice.href),
        Day(one.from_on) if one.from_on else "–",
        state,
        _signatories(found, one.signed),
        _signatories(found, one.missing),
        Code(one.profile),
    ]


def _proposed_by(found: Today, notice: Said) -> str:
    return _("Proposed by %(party)s") % {
        "party": named(found.profile.parties[notice.heard.party].names)
    }


def _signatories(found: Today, sides: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    names = [
        named(found.profile.parties[code].offices[name].names)
        for code, every in sides
        for name in every
    ]
    return ", ".join(names) or "–"


def closed_table(found: Today) -> Table:
    """The channels that are closed today, or will be."""
    standing = [
        one
        for one in closures(found.heard)
        if one.is_closed(found.today) or one.is_ahead(found.today)
    ]
    columns = [_("Field"), _("Channel"), _("State"), _("From"), _("Expected until"), _("Notice")]
    rows = [_closure(found, one) for one in standing]
    empty = _("Acceptance is open in every field.")
    return Table(_("Closed today"), columns, rows, hidden_caption=True, empty=empty)


def _closure(found: Today, one: Closure) -> list[Shown]:
    is_closed = one.is_closed(found.today)
    state = Status(_("Closed"), "bad") if is_closed else Status(_("Announced"), "waiting")
    notice = hearing.by_id(found.every)[one.notice]
    part = f" ({one.part.text})" if one.part else ""
    return [
        field_name(one.field) + part,
        said(one.channel.label),
        state,
        Day(one.from_on),
        Day(one.expected_until_on) if one.expected_until_on else "–",
        Link(showing.kind_title(notice.heard.kind), notice.href),
    ]


def targets_table(found: Today) -> Table:
    """Targets on which both sides agreed, and those that wait; never the memorandum's words."""
    answered = {
        jti: one
        for one in found.every
        if one.heard.kind == "targets.agreed"
        for jti in one.heard.links.answers
    }
    rows = [
        row
        for one in found.every
        if one.heard.kind == "targets.proposed" and isinstance(one.heard.statement, Targets)
        for row in _targets(found, one, one.heard.statement, answered.get(one.heard.jti))
    ]
    columns = [_("Duty"), _("Owed by"), _("Target"), _("From"), _("State")]
    empty = _("No targets were proposed. The memorandum itself has no days.")
    return Table(_("Agreed targets"), columns, rows, hidden_caption=True, empty=empty)


def _targets(
    found: Today, proposal: Said, targets: Targets, answer: Said | None
) -> list[list[Shown]]:
    is_agreed = (
        answer is not None
        and answer.heard.party != proposal.heard.party
        and answer.heard.statement == targets
        and answer.heard.effective_on == proposal.heard.effective_on
    )
    state = Status(_("Agreed"), "good") if is_agreed else Status(_("Proposed"), "waiting")
    day = proposal.heard.effective_on
    return [
        [
            Link(duty_words(found, target.duty), proposal.href),
            named(found.profile.parties[target.party].names) if target.party else _("Either side"),
            _days(target),
            Day(day) if day else "–",
            state,
        ]
        for target in targets.targets
    ]


def _days(target: Target) -> str:
    if target.days is None:
        return _("No target any more")
    if target.counted is Counted.WORKING:
        words = ngettext("%(days)s working day", "%(days)s working days", target.days)
    else:
        words = ngettext("%(days)s calendar day", "%(days)s calendar days", target.days)
    return words % {"days": target.days}


def disputes_table(found: Today) -> Table | str:
    """Disputes with what became of them; what they are about stands on their own pages."""
    settled = {
        jti: one
        for one in found.every
        if one.heard.kind == "dispute.settled"
        for jti in one.heard.links.answers
    }
    rows: list[list[Shown]] = []
    for one in found.every:
        if one.heard.kind == "dispute.raised":
            end = settled.get(one.heard.jti)
            raised_by = named(found.profile.parties[one.heard.party].names)
            is_open = Status(pgettext("dispute", "Open"), "waiting")
            rows.append(
                [
                    Link(_("Dispute raised by %(party)s") % {"party": raised_by}, one.href),
                    Link(_("Settled"), end.href) if end else is_open,
                ]
            )
    return Table(_("Disputes"), [_("Dispute"), _("State")], rows) if rows else ""
