"""One report as its officer sees it: what was told and sent, letters, and what comes next."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act
from kakehashi.core.names import prepare
from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.told import MayKnow, Named, Part, Sum, Told, When
from kakehashi.desk.cases import queries as cases
from kakehashi.desk.models import Draft
from kakehashi.desk.models import State as DraftState
from kakehashi.intake import notes, queries
from kakehashi.intake.cleaning import Checked, Cleaned
from kakehashi.intake.models import Report, State
from kakehashi.intake.queries import Content
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.intake import accepting, listing, words
from kakehashi.web.desk.intake.unlocking import agreements_here
from kakehashi.web.desk.notices.coded import country_name, language_name
from kakehashi.web.desk.screening.words import flags as flags_of
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import NotADate, in_words, month_in_words, read_date
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import (
    Banner,
    Day,
    Happening,
    Instant,
    Lines,
    Link,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
)
from kakehashi.web.parts.shapes import Named as NamedText

MOST_WORDS: Final = 4_000
COMPARED_WITH: Final = 100
"""So many of the latest reports are compared with the one that is opened."""


def shown(
    request: HttpRequest, report: Report, keys: OpenKeys, typed: Mapping[str, str], wrong: str = ""
) -> dict[str, Any]:
    """All that the page shows; Unreadable where none of the open keys opens the report."""
    content = queries.content_of(report, keys)
    noted = notes.notes_of([report], keys).get(report.public_id, [])
    passed = passed_on(noted)
    told = content.told
    return {
        "report": report,
        "banners": [
            *_about_permission(told, is_passed_on=bool(passed)),
            *_about_conflict(told, access.signed_in(request)),
            *_about_sealing(content),
        ],
        "state": listing.state_of(report),
        "summary": _summary(report, content),
        "people": [_person(number, one) for number, one in enumerate(told.people, 1)],
        "sums": [_sum(number, one) for number, one in enumerate(told.sums, 1)],
        "story": [NamedText(line, content.lang) for line in told.story.splitlines() if line],
        "files": _files(report, keys),
        "letters": _letters(report, keys),
        "met": _met(request, report, told, keys),
        "passed": passed,
        "is_released": bool(passed) or any(one.sort == notes.RELEASED for one in noted),
        "may_pass_on": told.permission.may_know is MayKnow.OTHER_SIDE
        and bool(access.agreements_for(request, Act.DRAFT)),
        "log": _log(report),
        "people_field": Field(
            name="people",
            label=_("Keep for screening"),
            hint=_(
                "They are compared with registers, measures and other reports. Nothing there "
                "leads back to this report. Never the reporter or a worker."
            ),
            kind="checkboxes",
            choices=[
                Choice(str(place), f"{one.name} {one.contact}".strip())
                for place, one in enumerate(told.people)
            ],
            required=False,
        ),
        "letter_field": Field(
            name="words",
            label=_("To the reporter"),
            hint=_("Only she can open it, with her code. Write as you would speak to her."),
            kind="textarea",
            value=typed.get("words", ""),
            errors=[wrong] if wrong else [],
        ),
        "is_closed": report.state == State.CLOSED,
        "is_held": report.wave is not None,
        "set_aside": notes.set_aside(report),
    }


def _met(request: HttpRequest, report: Report, told: Told, keys: OpenKeys) -> Table:
    """Give the reports that may be about the same matter, among the latest of all."""
    latest = queries.queue(agreements_here(request)).order_by("-received_on", "-pk")
    among = list(latest.exclude(pk=report.pk)[:COMPARED_WITH])
    barred = notes.in_conflict([one.public_id for one in among], access.signed_in(request).pk)
    free = [one for one in among if one.public_id not in barred]
    met = queries.met_by(told, free, keys, regions=accepting.regions(report.agreement))
    return listing.met_table(met[: listing.A_PAGE])


def _about_permission(told: Told, *, is_passed_on: bool) -> list[Banner]:
    permission = words.said(words.MAY_KNOW, told.permission.may_know)
    title = _("Who may know, as the reporter wishes")
    if told.permission.may_know is MayKnow.OTHER_SIDE and not is_passed_on:
        text = _("%(who)s. What she permits to be shared is to be shared promptly.")
        return [Banner(text % {"who": permission}, "warning", title)]
    return [Banner(permission, "neutral", title)]


def _about_conflict(told: Told, officer: Officer) -> list[Banner]:
    """Warn where the report may concern this office, or the officer who reads it."""
    if _names_us(told, officer):
        text = _("It seems to name you or your own office. Declare a conflict of interest below.")
        return [Banner(text, "bad", _("Conflict of interest"))]
    if any(one.part is Part.OFFICIAL for one in told.people):
        text = _(
            "It names somebody in an office of the state. If that may be your own office or a "
            "colleague, declare a conflict of interest, and tell the reporter who else can help."
        )
        return [Banner(text, "warning", _("Conflict of interest"))]
    return []


def _names_us(told: Told, officer: Officer) -> bool:
    """Say whether a name in the report is the officer's or our offices'."""
    ours = {_folded(officer.display_name)}
    for agreement in node.this().agreements:
        party = node.profile(agreement).parties[node.this().party]
        ours |= {
            _folded(name) for office in party.offices.values() for name in office.names.values()
        }
    return any(_folded(one.name) in ours for one in told.people if one.name)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _about_sealing(content: Content) -> list[Banner]:
    if not content.unopened:
        return []
    text = _("Some answers were sealed in the reporter's browser and do not open. Ask her again.")
    return [Banner(text, "warning")]


def _summary(report: Report, content: Content) -> Summary:
    told = content.told
    when = told.when
    rows = [
        Row(_("Received on"), Day(report.received_on) if report.received_on else ""),
        Row(_("Agreement"), showing.title_of(report.agreement) if report.agreement else ""),
        Row(_("For whom"), words.said(words.WHOM, told.whom) if told.whom else ""),
        Row(_("What happened"), [said(one.label) for one in told.categories] or ""),
        Row(
            _("When"),
            Lines(
                [
                    words.said(words.ROUGHLY, when.rough) if when.rough else "",
                    _day_as_told(when),
                    when.words,
                ]
            ),
        ),
        Row(_("Where"), Lines([_country(told.country), told.place])),
        Row(_("May those it is about be told?"), _yes(told.permission.organization)),
        Row(_("May files be passed on, blackened?"), _yes(told.permission.files)),
        Row(_("Reporter's name"), told.own_name),
        Row(_("How to reach her"), told.reach),
        Row(_("Language"), language_name(content.lang)),
    ]
    return Summary([row for row in rows if str(row.value)], _("The report"))


def _day_as_told(when: When) -> str:
    """Write the day, month or year that a reporter typed, in words where they are a date."""
    try:
        day = read_date(when.year, when.month, when.day or "1")
    except NotADate:
        day = None
    if day is None:
        return " ".join(part for part in (when.day, when.month, when.year) if part)
    return in_words(day) if when.day else month_in_words(f"{day:%Y-%m}")


def _country(code: str) -> str:
    """Name the country that was chosen: that of a party, or another."""
    return _("Another country") if code == "other" else country_name(code)


def _yes(value: bool) -> str:  # noqa: FBT001 - one answer
    return _("Yes") if value else _("No")


def _person(number: int, one: Named) -> Summary:
    rows = [
        Row(_("Name"), one.name),
        Row(_("Is said to be"), words.said(words.PARTS, one.part) if one.part else ""),
        Row(_("Telephone, account or name online"), one.contact),
        Row(_("Place"), one.place),
        Row(_("Beware"), flags_of(prepare(one.name).oddities)),
    ]
    return Summary([row for row in rows if row.value], _("Named %(number)s") % {"number": number})


def _sum(number: int, one: Sum) -> Summary:
    rows = [
        Row(_("Amount"), f"{one.amount} {one.currency}".strip()),
        Row(_("To whom"), one.to),
        Row(_("For what"), words.said(words.PURPOSES, one.purpose) if one.purpose else ""),
        Row(_("More about it"), one.detail),
        Row(_("Paid?"), _maybe(one.is_paid)),
        Row(_("Receipt?"), _maybe(one.has_receipt)),
    ]
    return Summary([row for row in rows if row.value], _("Money %(number)s") % {"number": number})


def _maybe(value: bool | None) -> str:  # noqa: FBT001 - one answer
    return "" if value is None else _yes(value)


def _files(report: Report, keys: OpenKeys) -> list[dict[str, Any]]:
    """The files: pictures drawn anew by this node, and text; never the file that was sent."""
    blackened = set(notes.blackened_pages(report))
    found = []
    for number, on in queries.files_of(report):
        try:
            cleaned = queries.evidence_of(report, number, keys)
        except Unreadable:
            cleaned = None
        if cleaned is not None:
            found.append(_file(report, number, Day(on), cleaned, blackened))
    return found


def _file(
    report: Report, number: int, on: Day, cleaned: Cleaned, blackened: set[tuple[int, int]]
) -> dict[str, Any]:
    is_checked = cleaned.checked is Checked.CLEAN
    return {
        "title": _("File %(number)s") % {"number": number},
        "on": on,
        "checked": Status(_("Looked through for malware"), "good")
        if is_checked
        else Status(_("Not looked through for malware; shown as pictures made here"), "neutral"),
        "is_cut": cleaned.is_cut,
        "text": cleaned.text[:20_000],
        "pages": [
            {
                "number": page,
                "src": reverse("desk_report_picture", args=[report.public_id, number, page]),
                "blacken": reverse("desk_report_blacken", args=[report.public_id, number, page]),
                "is_blackened": (number, page) in blackened,
            }
            for page in range(1, len(cleaned.pictures) + 1)
        ],
    }


def _letters(report: Report, keys: OpenKeys) -> Timeline:
    happenings = [
        Happening(
            Day(letter.on),
            _("The reporter wrote") if letter.by_reporter else _("The office wrote"),
            Lines(letter.words.splitlines())
            if letter.words is not None
            else _("It is sealed to a key that is not open here."),
            tone="neutral" if letter.by_reporter else "good",
        )
        for letter in queries.letters_of(report, keys)
    ]
    return Timeline(happenings, _("Letters"))


def passed_on(noted: Iterable[notes.Noted]) -> list[dict[str, Shown]]:
    """What came of the drafts made of a report: where they stand, and what was answered."""
    found = [one for one in noted if one.sort == notes.PASSED_ON]
    drafts = {
        str(draft.public_id): draft
        for draft in Draft.objects.filter(public_id__in=[one.said["draft"] for one in found])
    }
    return [_passed(one, drafts.get(one.said["draft"])) for one in found]


def _passed(one: notes.Noted, draft: Draft | None) -> dict[str, Shown]:
    if draft is None:
        return {"on": Day(one.on), "draft": _("The draft was deleted"), "answers": ""}
    if draft.state != DraftState.ISSUED:
        place = reverse("desk_draft", args=[draft.public_id])
        return {"on": Day(one.on), "draft": Link(_("The draft"), place), "answers": ""}
    answers: list[Shown] = [
        Link(
            showing.kind_title(one.kind),
            reverse("desk_notice", args=[draft.agreement, one.party, one.generation, one.seq]),
        )
        for one in cases.answers_to(draft.agreement, draft.jti)
    ]
    return {
        "on": Day(one.on),
        "draft": Link(_("The notice"), showing.address_of_issued(draft)),
        "answers": Lines(answers) if answers else _("The other side has not answered yet."),
    }


def _log(report: Report) -> Timeline:
    return Timeline(
        [
            Happening(Instant(line.at), words.said(words.LOG, line.act), by=str(line.officer))
            for line in queries.log_of(report.public_id)
        ],
        _("What officers did"),
    )
