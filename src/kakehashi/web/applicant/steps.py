"""The pages of an application's steps: one thing a page, kept at every press of a button."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kakehashi.approvals import actions, queries, standards
from kakehashi.approvals.actions import NotAsItWas
from kakehashi.approvals.models import Application
from kakehashi.core.approving.asks import (
    BY_NAME,
    DECLARATION,
    DECLARED,
    PAPERS,
    Ask,
    Mistake,
    Row,
    Sort,
    Step,
    Wrong,
    mistakes_in,
)
from kakehashi.core.approving.completeness import undertaking
from kakehashi.core.approving.course import WITH_APPLICANT
from kakehashi.core.approving.standards import StandardSet
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.applications import revision_of, step_href
from kakehashi.web.applicant.entering import applicants_only, own_application
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.fields import (
    Choice,
    Control,
    Field,
    Group,
    Kind,
    Repeat,
    Width,
    error_summary,
)

ORDER: Final = (*BY_NAME, PAPERS, DECLARATION)
CURRENCIES: Final = ("USD", "KHR", "TJS", "JPY", "EUR", "RUB")
LONGEST: Final = 20_000
_PRESSED: Final = re.compile(r"(add|remove):([a-z]+)(?::([0-9]{1,3}))?")
_KINDS: Final[Mapping[Sort, Kind]] = {
    Sort.LINE: "text",
    Sort.TEXT: "textarea",
    Sort.WHOLE: "number",
    Sort.MONEY: "money",
    Sort.LANGUAGE: "select",
    Sort.COUNTRY: "select",
    Sort.CHOICE: "select",
    Sort.CHOICES: "checkboxes",
    Sort.PHONE: "text",
    Sort.EMAIL: "email",
    Sort.WEB: "text",
}
_WIDTHS: Final[Mapping[Sort, Width]] = {Sort.WHOLE: "10", Sort.PHONE: "20"}


@applicants_only
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, public_id: UUID, step: str) -> HttpResponseBase:
    """Answer one step. Whatever is typed is kept, right or wrong, before anything is said of it."""
    found = own_application(request, public_id)
    if step not in BY_NAME and step != DECLARATION:
        raise Http404
    if found.state not in WITH_APPLICANT:
        return redirect("apply_application", public_id=public_id)
    if request.method == "POST":
        return _posted(request, found, step)
    rows = queries.content_of(found).answers.get(step, [])
    return _page(request, found, step, rows)


def _posted(request: HttpRequest, application: Application, step: str) -> HttpResponseBase:
    rows = _typed(request, application, step)
    pressed = request.POST.get("again", "")
    rows = _changed(rows, pressed, step)
    try:
        actions.keep_step(
            application, step, rows, revision=revision_of(request), now=timezone.now()
        )
    except NotAsItWas:
        messages.warning(
            request,
            _(
                "This application was changed in another window meanwhile. What you typed here "
                "stands below and is not kept yet: press a button to keep it in place of the other."
            ),
        )
        fresh = own_application(request, application.public_id)
        if fresh.state not in WITH_APPLICANT:
            return redirect("apply_application", public_id=application.public_id)
        return _page(request, fresh, step, rows, status=409)
    if _PRESSED.fullmatch(pressed):
        return redirect(f"{step_href(application, step)}#id_{step}")
    if pressed == "later":
        messages.success(request, _("What you typed is kept. Come back at any time."))
        return redirect("apply_application", public_id=application.public_id)
    fresh = own_application(request, application.public_id)
    wrong = _mistakes(fresh, step, rows)
    if wrong:
        return _page(request, fresh, step, rows, wrong=wrong, status=422)
    return redirect(_next(fresh, step))


def _next(application: Application, step: str) -> str:
    """The step after this one, then the check."""
    place = ORDER.index(step)
    if place + 1 < len(ORDER):
        return step_href(application, ORDER[place + 1])
    return reverse("apply_check", args=[application.public_id])


def standards_of(application: Application) -> StandardSet:
    """The standards that an application is judged by."""
    version = application.standards or standards.version_on(application.agreement, entering.today())
    if version is None:
        raise Http404
    return standards.set_of(version)


def _mistakes(application: Application, step: str, rows: Sequence[Row]) -> list[Mistake]:
    if step != DECLARATION:
        return [*mistakes_in(BY_NAME[step], rows)]
    said: Row = rows[0] if rows else {}
    undeclared = [
        Mistake(DECLARATION, 0, undertaking(code), Wrong.MISSING)
        for code in standards_of(application).undertakings
        if said.get(undertaking(code)) != "yes"
    ]
    return [*undeclared, *mistakes_in(DECLARED, [said])]


def _typed(request: HttpRequest, application: Application, step: str) -> list[dict[str, str]]:
    """Read what was typed, row by row: of names that the step asks for, and nothing else."""
    if step == DECLARATION:
        names = [undertaking(code) for code in standards_of(application).undertakings]
        said = {name: "yes" for name in names if request.POST.get(name)}
        return [said | {ask.name: _one(request, "", ask) for ask in DECLARED.asks}]
    form = BY_NAME[step]
    if not form.is_many:
        return [{ask.name: _one(request, "", ask) for ask in form.asks}]
    count = request.POST.get("rows", "")
    many = int(count) if count.isascii() and count.isdecimal() and len(count) < 3 else 0
    return [
        {ask.name: _one(request, f"{number}-", ask) for ask in form.asks}
        for number in range(min(many, form.most))
    ]


def _one(request: HttpRequest, prefix: str, ask: Ask) -> str:
    name = prefix + ask.name
    if ask.sort is Sort.MONEY:
        amount = request.POST.get(f"{name}-amount", "").strip()
        currency = request.POST.get(f"{name}-currency", "")
        return _storable(f"{amount} {currency}" if amount else "")
    if ask.sort is Sort.CHOICES:
        return _storable("\n".join(request.POST.getlist(name)))
    return _storable(request.POST.get(name, "").replace("\r\n", "\n"))


def _storable(text: str) -> str:
    """Keep what was typed; a lone half of a character, which nothing can store, is left out."""
    return text[:LONGEST].encode("utf-8", "ignore").decode()


def _changed(rows: list[dict[str, str]], pressed: str, step: str) -> list[dict[str, str]]:
    """Add or remove the row that a button names."""
    found = _PRESSED.fullmatch(pressed)
    if not found or found[2] != step or step not in BY_NAME:
        return rows
    if found[1] == "add":
        return [*rows, {}][: BY_NAME[step].most]
    position = int(found[3]) if found[3] else -1
    return [row for number, row in enumerate(rows) if number != position]


def _page(
    request: HttpRequest,
    application: Application,
    step: str,
    rows: Sequence[Row],
    *,
    wrong: Sequence[Mistake] = (),
    status: int = 200,
) -> HttpResponse:
    controls = (
        _declaration(application, rows, wrong)
        if step == DECLARATION
        else _controls(BY_NAME[step], rows, wrong)
    )
    title, hint = words.STEPS[step]
    shown = {
        "application": application,
        "title": title,
        "hint": hint,
        "place": ORDER.index(step) + 1,
        "places": len(ORDER),
        "controls": controls,
        "errors": error_summary(controls),
        "rows": max(len(rows), BY_NAME[step].least) if step in BY_NAME else 1,
        "trail": trail(application, str(title)),
    }
    return entering.page(request, "step", shown, status=status)


def trail(application: Application, title: str) -> list[tuple[str, str]]:
    """The way back to the application."""
    return [
        (_("My applications"), reverse("apply_applications")),
        (_("Application"), reverse("apply_application", args=[application.public_id])),
        (title, ""),
    ]


def _controls(form: Step, rows: Sequence[Row], wrong: Sequence[Mistake]) -> list[Control]:
    if not form.is_many:
        row: Row = rows[0] if rows else {}
        return [_field(form, ask, row, "", _about(wrong, form, 0, ask)) for ask in form.asks]
    standing: list[Row] = [*rows] + [{}] * (form.least - len(rows))
    groups = [
        Group(
            name=f"{form.name}-{number}",
            label=str(words.ROWS[form.name][0]) % {"number": number + 1},
            fields=[
                _field(form, ask, row, f"{number}-", _about(wrong, form, number, ask))
                for ask in form.asks
            ],
        )
        for number, row in enumerate(standing)
    ]
    whole = [words.words_of(form.name, "", one.wrong) for one in wrong if not one.name]
    return [
        Repeat(
            name=form.name,
            label=words.STEPS[form.name][0],
            rows=groups,
            add_label=words.ROWS[form.name][1],
            errors=whole,
            least=form.least,
            most=form.most,
        )
    ]


def _about(wrong: Sequence[Mistake], form: Step, row: int, ask: Ask) -> list[str]:
    return [
        words.words_of(form.name, ask.name, one.wrong)
        for one in wrong
        if (one.row, one.name) == (row, ask.name)
    ]


def _field(form: Step, ask: Ask, row: Row, prefix: str, wrong: Sequence[str]) -> Field:
    label, hint = words.ASKS[f"{form.name}.{ask.name}"]
    typed = row.get(ask.name, "")
    plain = Field(
        name=prefix + ask.name,
        label=label,
        kind=_KINDS[ask.sort],
        value=typed,
        hint=hint,
        errors=wrong,
        required=ask.required,
        width=_WIDTHS.get(ask.sort, "full"),
        autocomplete="off",
        value_lang=row.get("lang", "") if ask.sort is Sort.LINE else "",
    )
    match ask.sort:
        case Sort.MONEY:
            amount, _space, currency = typed.rpartition(" ")
            return replace(
                plain,
                value=(amount, currency or CURRENCIES[0]),
                choices=[Choice(code, code) for code in CURRENCIES],
            )
        case Sort.COUNTRY:
            known = [Choice(code, name) for code, name in words.countries().items()]
            return replace(plain, choices=[Choice("", ""), *known])
        case Sort.CHOICES:
            return replace(plain, value=tuple(typed.splitlines()), choices=_choices(form, ask))
        case Sort.CHOICE | Sort.LANGUAGE:
            return replace(plain, choices=[Choice("", ""), *_choices(form, ask)])
        case _:
            return plain


def _choices(form: Step, ask: Ask) -> list[Choice]:
    return [Choice(code, words.choice(form.name, ask.name, code)) for code in ask.among]


def _declaration(
    application: Application, rows: Sequence[Row], wrong: Sequence[Mistake]
) -> list[Control]:
    said: Row = rows[0] if rows else {}
    undertakings = standards_of(application).undertakings
    missing = {one.name for one in wrong}
    boxes: list[Control] = [
        Field(
            name=undertaking(code),
            label=words.plain(texts),
            kind="checkbox",
            value=said.get(undertaking(code), ""),
            errors=[_("Declare this, or you cannot be approved.")]
            if undertaking(code) in missing
            else (),
        )
        for code, texts in undertakings.items()
    ]
    lines = [
        _field(DECLARED, ask, said, "", _about(wrong, DECLARED, 0, ask)) for ask in DECLARED.asks
    ]
    return [*boxes, *lines]
