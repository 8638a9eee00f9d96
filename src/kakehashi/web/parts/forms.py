"""How Django's own forms are drawn, and the fields that they lack."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.fields import posted_date


class Renderer(TemplatesSetting):
    """Draws every form and field with the parts."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/bound_field.html"


class DateBoxes(forms.Widget):
    """Day, month in words, year: three boxes."""

    template_name = "parts/widgets/date.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        """Lead to the first box."""
        return f"{id_}-day"

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> object:  # noqa: ARG002 - Django's
        """Give what was typed as (year, month, day)."""
        return posted_date(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:  # noqa: ARG002 - Django's
        """Say whether the form was sent without these boxes."""
        return f"{name}-year" not in data

    def format_value(self, value: object) -> Any:  # noqa: ANN401 - a widget's value is what it was given
        """Show a date as its three parts, and what was typed as it was typed."""
        if isinstance(value, date):
            return str(value.year), str(value.month), str(value.day)
        return value or ("", "", "")


class DateField(forms.Field):
    """A day; cleans to a date. Years of the Japanese and Buddhist calendars are understood."""

    widget = DateBoxes

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401 - a form hands over what it has
        """Read what was typed; None where nothing was."""
        if value is None or isinstance(value, date):
            return value
        try:
            return read_date(*value)
        except NotADate as mistake:
            raise ValidationError(str(mistake), code="invalid") from None


CURRENCIES = ("JPY", "KHR", "TJS", "USD")


class AmountBoxes(forms.MultiWidget):
    """An amount beside its currency."""

    template_name = "parts/widgets/amount.html"
    use_fieldset = True

    def __init__(self, currencies: tuple[str, ...] = CURRENCIES) -> None:
        choices = [(code, code) for code in currencies]
        super().__init__(
            {
                "amount": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
                "currency": forms.Select(choices=choices),
            }
        )

    def decompress(self, value: tuple[str, str] | None) -> list[str]:
        """Split (amount, currency) for its boxes."""
        return [*value] if value else ["", ""]


class MoneyField(forms.MultiValueField):
    """Money; cleans to (amount as a decimal string, ISO 4217 code)."""

    widget = AmountBoxes

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as every form field
        amount = forms.RegexField(
            r"^\d{1,15}(\.\d{1,2})?$",
            error_messages={"invalid": _("Enter the amount in figures, such as 1250.50")},
        )
        choices = [(code, code) for code in CURRENCIES]
        super().__init__((amount, forms.ChoiceField(choices=choices)), **options)

    def compress(self, data_list: list[str]) -> tuple[str, str] | None:
        """Join the two boxes."""
        return (data_list[0], data_list[1]) if data_list and data_list[0] else None
