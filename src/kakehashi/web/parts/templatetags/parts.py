"""Tags and filters of the parts: `{% load parts %}`."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.utils import timezone

from kakehashi.web.parts import dates, once
from kakehashi.web.parts.shapes import Banner, ErrorSummary, Mistake, Shown, Status, Tone, Words

register = template.Library()
register.simple_tag(once.hidden, name="once")


@register.filter
def in_words(day: date) -> str:
    """Write a date, or the date of an aware moment in the page's zone, with its month in words."""
    return dates.in_words(timezone.localtime(day).date() if isinstance(day, datetime) else day)


@register.filter
def zone(at: datetime) -> str:
    """Name the zone in which the page shows a moment, such as JST or UTC+07:00."""
    return dates.zone(at)


@register.simple_tag
def status(word: Words, tone: Tone = "neutral") -> Status:
    """Show a state in a template that has no Python of its own."""
    return Status(word, tone)


@register.simple_tag
def banner(text: Shown, tone: str = "neutral") -> Banner:
    """Show a banner; understands Django's message levels as tones."""
    levels: dict[str, Tone] = {"success": "good", "error": "bad", "warning": "warning"}
    tones: dict[str, Tone] = levels | {"good": "good", "bad": "bad"}
    return Banner(text, tones.get(tone, "neutral"))


@register.simple_tag
def error_summary(*bound: forms.BaseForm) -> ErrorSummary:
    """Gather the mistakes of Django forms for the top of the page, in the order of the fields."""
    found = [Mistake(str(error)) for form in bound for error in form.non_field_errors()]
    for form in bound:
        for field in form:
            where = field.id_for_label or f"{field.auto_id}_0"
            found += [Mistake(f"{field.label}: {error}", where) for error in field.errors]
    return ErrorSummary(found)


@register.inclusion_tag("parts/date_boxes.html")
def date_boxes(
    element: str, name: str, value: tuple[str, str, str] | None, errors: object
) -> dict[str, Any]:
    """Draw the three boxes of a date; `value` is (year, month, day) as typed, or empty."""
    year, month, day = value or ("", "", "")
    months = [(str(number), word) for number, word in enumerate(dates.MONTHS, 1)]
    return {
        "order": dates.box_order(),
        "id": element,
        "name": name,
        "year": year,
        "month": month.lstrip("0"),
        "day": day,
        "months": months,
        "errors": errors,
    }
