"""Batches and applications as shapes: verdicts in words and colours, reasons with their clauses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from kakehashi.acceptance.models import Application, Batch, Query
from kakehashi.acceptance.queries import Counts, Named, Opened
from kakehashi.acceptance.words import COLUMNS, FINDINGS, VERDICTS
from kakehashi.core.acceptance_check import Finding, Reason, Verdict, Weight
from kakehashi.core.acceptance_check.facts import Fee, Pass
from kakehashi.core.notices.acceptance import Channel
from kakehashi.registers.words import FLAWS
from kakehashi.web.desk import showing
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.naming import field_name
from kakehashi.web.parts.shapes import (
    Amount,
    Banner,
    Code,
    Day,
    Instant,
    Lines,
    Link,
    Progress,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Tone,
)

TONES: Final[Mapping[Verdict, Tone]] = {
    Verdict.MEETS: "good",
    Verdict.DOES_NOT_MEET: "bad",
    Verdict.ASK: "warning",
    Verdict.CORRECT: "waiting",
    Verdict.REPEATED: "ended",
}
WEIGHTS: Final[Mapping[Weight, tuple[str, Tone]]] = {
    Weight.FAILS: (gettext_noop("Does not meet"), "bad"),
    Weight.CORRECT: (gettext_noop("To be corrected"), "waiting"),
    Weight.ASK: (gettext_noop("To be asked"), "warning"),
    Weight.SAYS: (gettext_noop("For information"), "neutral"),
    Weight.FITS: (gettext_noop("In order"), "good"),
}
_WHERE: Final = re.compile(r"([0-9a-f-]{36})#(\d+)")


def verdict_status(row: Application) -> Status:
    """A verdict as a word with its colour."""
    if row.state == Application.State.WAITING:
        return Status(_("Waits for the check"), "waiting")
    verdict = Verdict(row.verdict)
    return Status(_(VERDICTS[verdict]), TONES[verdict])


def reason_words(reason: Reason, on: date) -> str:
    """A reason as a sentence in the reader's language."""
    said_there = {name: _plain(name, text, on) for name, text in reason.said.items()}
    words = _(FINDINGS[reason.finding])
    return words.format_map(_Told(said_there))


def finding_words(finding: Finding) -> str:
    """A finding's text with its particulars left open."""
    return _(FINDINGS[finding])


def without_particulars(text: str) -> str:
    """A finding's text without anybody's particulars."""
    return said(text).format_map(_Told())


class _Told(dict[str, str]):
    """Particulars of a reason; one that is not known stands as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def _plain(name: str, text: str, on: date) -> str:
    if name.endswith("_on") or name in {"on", "as_of"}:
        return in_words(date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return in_words(date.fromisoformat(text))
    if name == "column":
        return column(text)
    if name in {"field", "wanted"} or (name in {"written", "coded"} and "-" in text):
        return field_name(text, on)
    if name == "where" and (found := _WHERE.fullmatch(text)):
        return _("row %(line)s") % {"line": found[2]}
    return text


def reasons_table(one: Opened, batch: Batch) -> Table:
    """Every reason with what it weighs and its clause, the heaviest first."""
    on = one.stated.applied_on
    rows: list[Sequence[Shown]] = [
        [
            Status(_(WEIGHTS[reason.weight][0]), WEIGHTS[reason.weight][1]),
            Lines([reason_words(reason, on), *_links(reason)]),
            reason.clause or "—",
        ]
        for reason in one.reasons
    ]
    return Table(
        _("Why"),
        [_("Weight"), _("What was found"), _("Clause")],
        rows,
        hidden_caption=True,
        empty=_("It was not checked yet.") if batch.state != Batch.State.DONE else "",
    )


def _links(reason: Reason) -> list[Shown]:
    found = _WHERE.fullmatch(reason.said.get("where", ""))
    if found is None:
        return []
    href = reverse("desk_acceptance_application", args=[found[1], found[2]])
    return [Link(_("Look at that application"), href)]


def application_table(batch: Batch, some: Sequence[Opened], *, caption: str, empty: str) -> Table:
    """Applications of a page: who, verdict, the reasons that decide it."""
    rows: list[Sequence[Shown]] = []
    for one in some:
        href = reverse("desk_acceptance_application", args=[batch.public_id, one.row.line])
        rows.append(
            [
                Link(_("Row %(line)s") % {"line": one.row.line}, href),
                one.stated.reference or "—",
                name_of(one),
                verdict_status(one.row),
                Lines([*deciding(one)] or ["—"]),
            ]
        )
    columns = [_("Row"), _("Application number"), _("Applicant"), _("Verdict"), _("Reasons")]
    return Table(caption, columns, rows, empty=empty)


def deciding(one: Opened) -> list[str]:
    """The reasons that make the verdict, each with its clause."""
    heavy = [r for r in one.reasons if r.weight in {Weight.FAILS, Weight.CORRECT, Weight.ASK}]
    if not heavy:
        heavy = [r for r in one.reasons if r.weight is Weight.SAYS]
    made = []
    for reason in heavy:
        words = reason_words(reason, one.stated.applied_on)
        made.append(f"{words} ({reason.clause})" if reason.clause else words)
    return made


def name_of(one: Opened) -> str:
    """The applicant's name as it was given first, or the file that shows it."""
    return next(iter(one.stated.person.names), "") or one.texts.get("file", "") or "—"


def column(name: str) -> str:
    """What a column is called in the reader's language."""
    return _(COLUMNS.get(name, name))


def batch_title(batch: Batch, named: Named) -> str:
    """What a batch is called."""
    if batch.is_one:
        return _("One applicant")
    return named.name or _("A batch that was erased")


def board_table(batches: Iterable[tuple[Batch, Named, Counts]]) -> Table:
    """Batches, the latest first, with what came of them."""
    rows: list[Sequence[Shown]] = []
    for batch, named, counts in batches:
        href = reverse("desk_acceptance_batch", args=[batch.public_id])
        rows.append(
            [
                Link(batch_title(batch, named), href),
                showing.title_of(batch.agreement),
                Instant(batch.taken_at),
                str(batch.taken_by or "—"),
                Lines(_summed(batch, counts)),
            ]
        )
    columns = [
        _("Taken in"),
        _("Agreement"),
        _("When"),
        pgettext("who", "By"),
        _("What came of it"),
    ]
    return Table(
        _("What was taken in"),
        columns,
        rows,
        empty=_("Nothing was checked yet. Begin with a file, or with one applicant."),
    )


def _summed(batch: Batch, counts: Counts) -> list[Shown]:
    if batch.state == Batch.State.REFUSED:
        return [Status(_("Not read"), "bad")]
    if batch.state != Batch.State.DONE:
        return [Status(_("Being checked"), "waiting"), f"{counts.checked} / {counts.total}"]
    return [f"{_(VERDICTS[v])}: {n}" for v, n in counts.by_verdict.items() if n] or ["0"]


def progress(batch: Batch, counts: Counts) -> Progress | None:
    """How far a batch is; None where one applicant is done."""
    if batch.state == Batch.State.REFUSED or (batch.is_one and not counts.left):
        return None
    is_reading = batch.state == Batch.State.READING
    note = _("The rows are being read.") if is_reading else ""
    if counts.left:
        note = _("You may leave this page and come back; the check goes on.")
    return Progress(
        _("Checked"),
        counts.checked,
        max(counts.total, 1),
        _("applications"),
        note,
        ended=batch.state == Batch.State.DONE,
    )


def outcome(batch: Batch, counts: Counts) -> Banner | None:
    """At the end: what was done, and what was not."""
    if batch.state != Batch.State.DONE or batch.is_one:
        return None
    not_done = counts.by_verdict[Verdict.CORRECT]
    aside = counts.aside
    done = ngettext(
        "%(count)s application was checked.", "%(count)s applications were checked.", counts.total
    ) % {"count": counts.total}
    left = ngettext(
        "%(count)s was not read for certain and is to be corrected.",
        "%(count)s were not read for certain and are to be corrected.",
        not_done,
    ) % {"count": not_done}
    again = ngettext(
        "%(count)s states an application that another row states, and is not counted again.",
        "%(count)s state applications that other rows state, and are not counted again.",
        aside,
    ) % {"count": aside}
    said_of = [done, *([left] if not_done else []), *([again] if aside else [])]
    return Banner(Lines(said_of), "warning" if not_done else "good")


def refusal(named: Named) -> list[str]:
    """Why a file was not read, and what to do."""
    return [
        _(FLAWS[one.flaw]).format(row=one.row, column=one.column, value=one.value)
        for one in named.refusal
    ]


def stated_summary(one: Opened) -> Summary:
    """What an application states, as it was understood."""
    stated = one.stated
    rows = [
        Row(column("reference"), stated.reference or "—"),
        Row(_("Applicant"), [*stated.person.names] or "—"),
        Row(column("born_on"), Day(stated.person.born_on) if stated.person.born_on else "—"),
        Row(column("passport"), Code(stated.person.passport) if stated.person.passport else "—"),
        Row(
            column("field"),
            field_name(stated.field, stated.applied_on) if stated.field else "—",
        ),
        Row(column("channel"), said(Channel(stated.channel).label)),
        Row(column("applied_on"), Day(stated.applied_on)),
        Row(column("organization"), stated.organization or "—"),
        Row(column("number"), stated.number or "—"),
    ]
    if stated.code:
        rows.append(Row(column("code"), Code(stated.code)))
    rows += [Row(_("Exam passed"), _exam(passed)) for passed in stated.exams]
    rows += [Row(_("Fee"), _fee(fee)) for fee in stated.fees or ()]
    if stated.wage:
        rows.append(Row(column("wage"), Amount(f"{stated.wage.amount:f}", stated.wage.currency)))
    return Summary(rows)


def _exam(passed: Pass) -> list[Shown]:
    day: list[Shown] = [Day(passed.passed_on)] if passed.passed_on else []
    texts = [said(passed.kind.label), passed.exam, passed.number, passed.level, passed.place]
    return [*(text for text in texts if text), *day]


def _fee(fee: Fee) -> list[Shown]:
    basis = {True: _("with a basis"), False: _("without a basis"), None: ""}[fee.has_basis]
    texts = [text for text in (fee.purpose, fee.payer, fee.payee, basis) if text]
    return [Amount(f"{fee.money.amount:f}", fee.money.currency), *texts]


def asked_table(asked: Sequence[tuple[Query, Shown, Shown]]) -> Table:
    """What was asked about an application, and what was answered."""
    rows: list[Sequence[Shown]] = [
        [
            showing.kind_title(query.kind),
            Instant(query.asked_at),
            str(query.asked_by),
            state,
            answer,
        ]
        for query, state, answer in asked
    ]
    columns = [_("Asked by"), _("When"), _("Officer"), _("State"), pgettext("heading", "Answer")]
    return Table(_("What was asked"), columns, rows, hidden_caption=True)
