"""The forms by which something is taken in for the check: a file, or one applicant."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi import node
from kakehashi.acceptance import taking
from kakehashi.acceptance.layouts import USUAL, known
from kakehashi.acceptance.taking import Given, NotTaken, Order, Why
from kakehashi.acceptance.words import NOT_TAKEN
from kakehashi.core.acceptance_check.reading import Usual
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.fields import fields_on
from kakehashi.core.target_days import day_at
from kakehashi.exchange.waking import Half, wake
from kakehashi.web.desk import showing
from kakehashi.web.desk.acceptance import reach, shown
from kakehashi.web.desk.acceptance.reach import TAKES
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Control, Field, Group, error_summary, posted_date
from kakehashi.web.parts.naming import field_name
from kakehashi.web.parts.uploads import about, in_memory, in_memory_up_to

LARGEST: Final = 64 * 2**20
ACCEPTED: Final = ".xlsx,.csv,.zip,.pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff"
PICTURES: Final = ".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff"
CHANNELS: Final = (Channel.ELIGIBILITY, Channel.CHANGE, Channel.EXTENSION)
ONE: Final = (
    *("name", "native_name", "passport", "organization", "number", "code"),
    *("skill_exam", "skill_number", "skill_place"),
    *("language_exam", "language_number", "language_place", "wage", "fees"),
)
"""What is asked of one applicant in words; days and choices are asked apart."""
DAYS: Final = ("born_on", "issued_on", "skill_passed_on", "language_passed_on")
NEEDED: Final = ("name", "born_on", "passport", "field")


@dataclass
class Asked:
    """What both forms ask first, and what is wrong with it."""

    agreement: str = ""
    channel: str = Channel.ELIGIBILITY
    day: tuple[str, str, str] = ("", "", "")
    applied_on: date | None = None
    wrong: dict[str, list[str]] = field(default_factory=dict)


@officers(*TAKES)
@never_cache
@in_memory_up_to(LARGEST)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take in a file: a list, an archive of pictures, a picture or a PDF."""
    names = reach.agreements(request, TAKES)
    if request.method != "POST":
        return _page(request, "desk/acceptance_new.html", _file_controls(names, _fresh(names)))
    asked = _read(request, names)
    chosen = request.FILES.get("file")
    layout = request.POST.get("layout", USUAL)
    if layout not in known():
        raise Http404
    if not isinstance(chosen, InMemoryUploadedFile):
        asked.wrong["file"] = [_("Choose the file.")]
    elif (chosen.size or 0) > LARGEST:
        asked.wrong["file"] = [_(NOT_TAKEN[Why.TOO_LARGE])]
    if not asked.wrong and isinstance(chosen, InMemoryUploadedFile):
        content = chosen.read()
        name = str(about(chosen, content)["file_name"])
        try:
            given = taking.given_file(name, content, agreement=asked.agreement)
            return _taken(request, asked, given, layout=layout)
        except NotTaken as refused:
            asked.wrong["file"] = [_(NOT_TAKEN[refused.why])]
    controls = _file_controls(names, asked, layout)
    return _page(request, "desk/acceptance_new.html", controls, status=422)


def _fresh(names: list[str]) -> Asked:
    """A form that nobody filled in: today, and the one agreement where there is one."""
    if not names:
        return Asked()
    zone = node.profile(names[0]).parties[node.this().party].time_zone
    today = day_at(int(timezone.now().timestamp()), zone)
    day = (str(today.year), str(today.month), str(today.day))
    return Asked(names[0] if len(names) == 1 else "", day=day)


def _read(request: HttpRequest, names: list[str]) -> Asked:
    asked = Asked(
        request.POST.get("agreement", ""),
        request.POST.get("channel", Channel.ELIGIBILITY),
        posted_date(request.POST, "applied_on"),
    )
    if asked.agreement and asked.agreement not in names:
        raise Http404
    if not asked.agreement:
        asked.wrong["agreement"] = [_("Choose the agreement.")]
    if asked.channel not in CHANNELS:
        raise Http404
    try:
        asked.applied_on = read_date(*asked.day)
    except NotADate as mistake:
        asked.wrong["applied_on"] = [str(mistake)]
    else:
        if asked.applied_on is None:
            asked.wrong["applied_on"] = [_("Enter the day of the application.")]
    return asked


def _taken(
    request: HttpRequest, asked: Asked, given: Given, *, layout: str = USUAL
) -> HttpResponseBase:
    if asked.applied_on is None:
        raise Http404
    usual = Usual(asked.applied_on, Channel(asked.channel))
    order = Order(asked.agreement, usual, officer_of(request).id, layout)
    batch, is_new = taking.take(given, order, now=timezone.now())
    wake(Half.FOLLOWS)
    if not is_new:
        messages.info(request, _("This was taken in before; here is what came of it."))
    return redirect("desk_acceptance_batch", public_id=batch.public_id)


def _page(
    request: HttpRequest, template: str, controls: list[Control], *, status: int = 200
) -> HttpResponse:
    context = {"controls": controls, "errors": error_summary(controls)}
    return render(
        request, template, showing.context(request, "acceptance") | context, status=status
    )


def _common(names: list[str], asked: Asked) -> list[Control]:
    choices = [Choice(name, showing.title_of(name)) for name in names]
    return [
        Field(
            name="agreement",
            label=_("Agreement"),
            kind="select",
            choices=choices if len(names) == 1 else [Choice("", ""), *choices],
            value=asked.agreement,
            errors=asked.wrong.get("agreement", ()),
        ),
        Field(
            name="channel",
            label=_("Kind of application"),
            kind="radios",
            choices=[Choice(one.value, said(one.label)) for one in CHANNELS],
            value=asked.channel,
        ),
        Field(
            name="applied_on",
            label=_("Day of the application"),
            kind="date",
            hint=_("Holds where a row does not say another day."),
            value=asked.day,
            errors=asked.wrong.get("applied_on", ()),
        ),
    ]


def _file_controls(names: list[str], asked: Asked, layout: str = USUAL) -> list[Control]:
    layouts = [Choice(one.id, said(one.title)) for one in known().values()]
    chosen: list[Control] = []
    if len(layouts) > 1:
        chosen = [
            Field(
                name="layout",
                label=_("Layout of its columns"),
                kind="select",
                choices=layouts,
                value=layout,
            )
        ]
    return [
        *_common(names, asked),
        *chosen,
        Field(
            name="file",
            label=_("File"),
            kind="file",
            hint=_(
                "A list (XLSX, CSV), a picture or PDF of a certificate, or a ZIP with many of them "
                "and perhaps their list; at most 64 MB"
            ),
            accept=ACCEPTED,
            errors=asked.wrong.get("file", ()),
        ),
    ]


@officers(*TAKES)
@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest) -> HttpResponseBase:
    """Take in one applicant: what the application states, and the certificate's code or picture."""
    names = reach.agreements(request, TAKES)
    if request.method != "POST":
        controls = _one_controls(names, _fresh(names), {}, {})
        return _page(request, "desk/acceptance_one.html", controls)
    asked = _read(request, names)
    texts, days = _texts(request, asked)
    chosen = request.FILES.get("picture")
    picture = None
    if isinstance(chosen, InMemoryUploadedFile):
        content = chosen.read()
        if not content:
            asked.wrong["picture"] = [_(NOT_TAKEN[Why.TOO_LARGE])]
        picture = (str(about(chosen, content)["file_name"]), content)
    if asked.wrong:
        controls = _one_controls(names, asked, texts, days)
        return _page(request, "desk/acceptance_one.html", controls, status=422)
    texts |= {"applied_on": asked.applied_on.isoformat() if asked.applied_on else ""}
    return _taken(request, asked, taking.given_one(texts, picture, agreement=asked.agreement))


def _texts(
    request: HttpRequest, asked: Asked
) -> tuple[dict[str, str], dict[str, tuple[str, str, str]]]:
    """What was typed, by the names of columns; days as ISO dates."""
    texts = {name: request.POST.get(name, "").strip()[:2000] for name in (*ONE, "field")}
    days = {name: posted_date(request.POST, name) for name in DAYS}
    for name, boxes in days.items():
        try:
            day = read_date(*boxes)
        except NotADate as mistake:
            asked.wrong[name] = [str(mistake)]
        else:
            texts[name] = day.isoformat() if day else ""
    for name in NEEDED:
        if not texts.get(name) and name not in asked.wrong:
            asked.wrong[name] = [_("Fill this in.")]
    return {name: text for name, text in texts.items() if text}, days


def _one_controls(
    names: list[str],
    asked: Asked,
    texts: dict[str, str],
    days: dict[str, tuple[str, str, str]],
) -> list[Control]:
    on = asked.applied_on or timezone.now().date()
    fields = [Choice("", ""), *(Choice(code, field_name(code, on)) for code in fields_on(on))]

    def words(name: str, kind: str = "text", hint: str = "") -> Field:
        return Field(
            name=name,
            label=shown.column(name),
            kind="textarea" if kind == "textarea" else "text",
            hint=hint,
            value=texts.get(name, ""),
            errors=asked.wrong.get(name, ()),
        )

    def day(name: str) -> Field:
        return Field(
            name=name,
            label=shown.column(name),
            kind="date",
            value=days.get(name, ("", "", "")),
            errors=asked.wrong.get(name, ()),
        )

    return [
        *_common(names, asked),
        words("name"),
        words("native_name"),
        day("born_on"),
        words("passport"),
        Field(
            name="field",
            label=shown.column("field"),
            kind="select",
            choices=fields,
            value=texts.get("field", ""),
            errors=asked.wrong.get("field", ()),
        ),
        words("organization", hint=_("As the register writes it, such as KHM000005")),
        words("number"),
        day("issued_on"),
        words("code", "textarea", _("What a reader of the QR code gives; it begins with KKC1:")),
        Field(
            name="picture",
            label=_("Picture or PDF of the certificate"),
            kind="file",
            hint=_("In place of the text of its code; at most 16 MB"),
            accept=PICTURES,
            errors=asked.wrong.get("picture", ()),
        ),
        Group(
            label=_("The skill exam she passed"),
            fields=[
                *(words(name) for name in ("skill_exam", "skill_number", "skill_place")),
                day("skill_passed_on"),
            ],
        ),
        Group(
            label=_("The test of Japanese she passed"),
            fields=[
                *(words(name) for name in ("language_exam", "language_number", "language_place")),
                day("language_passed_on"),
            ],
        ),
        words("wage", hint=_("With its currency, such as 180000 JPY")),
        words(
            "fees",
            "textarea",
            _("One a line with purpose and currency, such as training: 500 USD"),
        ),
    ]
