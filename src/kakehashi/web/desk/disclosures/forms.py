"""What is asked about a disclosure: to whom, in which form, by which law, into whose hands."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi import node
from kakehashi.core.disclosure import Recipient, Record, Whom
from kakehashi.core.notices.disclosure import ItemForm, RecipientKind
from kakehashi.core.notices.text import LINE
from kakehashi.web.desk.disclosures.words import recipient_words
from kakehashi.web.desk.speech import said

SOMEBODY: Final = "somebody"
LONGEST: Final = 300
LARGEST: Final = 16 * 2**20
_COUNTRY = re.compile(r"[A-Z]{2}")


def key_of(to: Recipient) -> str:
    """Write a recipient as one value of a form."""
    return "~".join((to.whom, to.party or "", to.country or "", to.name or ""))


def recipient_of(key: str) -> Recipient:
    """Read a recipient again from what `key_of` wrote. ValueError where it is none."""
    whom, party, country, name = key.split("~", 3)
    return Recipient(Whom(whom), party or None, name or None, country or None)


def on_record(records: Iterable[Record]) -> list[Recipient]:
    """The recipients that records name, each once."""
    found: list[Recipient] = []
    for record in records:
        if not any(one.is_same(record.recipient) for one in found):
            found.append(record.recipient)
    return found


def choices(
    agreement: str, records: Iterable[Record]
) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """Whom an officer may ask about, in groups: those on record first."""
    profile, this = node.profile(agreement), node.this()
    circles = [
        Recipient(Whom.OFFICE, party.code, office)
        for party in profile.parties.values()
        for office in party.circle
    ]
    bodies = [
        Recipient(Whom.BODY, party.code, body)
        for party in profile.parties.values()
        for body in party.bodies
    ]
    others = [Recipient(Whom.AGREEMENT, name=name) for name in this.agreements if name != agreement]
    groups = (
        (_("Already named on record"), [r for r in on_record(records) if r.whom is Whom.OTHER]),
        (_("Bodies that the agreement admits to some clauses"), bodies),
        (_("Our other agreements"), others),
        (_("Inside the circles"), circles),
    )
    shown: list[tuple[str | Promise, list[tuple[str, str]]]] = [
        (title, [(key_of(one), recipient_words(agreement, one)) for one in found])
        for title, found in groups
        if found
    ]
    return [
        ("", [(SOMEBODY, _("Somebody else, named below"))]),
        *shown,
        ("", [(key_of(Recipient(Whom.PUBLIC)), _("The public"))]),
    ]


class Asking(forms.Form):
    """A form whose mistakes are said in the reader's language, by the page and not the browser."""

    use_required_attribute = False


class RecipientForm(Asking):
    """To whom, and how much of it."""

    whom = forms.ChoiceField(label=gettext_lazy("Recipient"))
    name = forms.CharField(
        label=gettext_lazy("Name of somebody else"),
        help_text=gettext_lazy("As it stands, or would stand, in a consent or notice"),
        max_length=LONGEST,
        required=False,
    )
    country = forms.CharField(
        label=gettext_lazy("Its country"),
        help_text=gettext_lazy("Two letters, such as JP or KH"),
        max_length=2,
        required=False,
        widget=forms.TextInput({"class": "w-4", "autocapitalize": "characters"}),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Kind of recipient"),
        required=False,
        choices=lambda: [("", ""), *((one.value, said(one.label)) for one in RecipientKind)],
    )
    form = forms.ChoiceField(
        label=gettext_lazy("What would go"),
        choices=lambda: [(one.value, said(one.label)) for one in ItemForm],
        initial=ItemForm.WHOLE.value,
    )
    points = forms.CharField(
        label=gettext_lazy("Which points"),
        help_text=gettext_lazy("Where only some parts would go: their numbers, such as 1, 3"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "w-20"}),
    )

    def __init__(
        self,
        given: QueryDict | None = None,
        *,
        agreement: str,
        records: Iterable[Record],
    ) -> None:
        super().__init__(given)
        whom = self.fields["whom"]
        if isinstance(whom, forms.ChoiceField):
            whom.choices = choices(agreement, records)

    def clean_name(self) -> str:
        """Take one line."""
        name = str(self.cleaned_data["name"]).strip()
        if name and not re.fullmatch(LINE.removeprefix("^").removesuffix("$"), name):
            raise forms.ValidationError(_("Write the name in one line."))
        return name

    def clean_country(self) -> str:
        """Take a code of two letters."""
        country = str(self.cleaned_data["country"]).strip().upper()
        if country and not _COUNTRY.fullmatch(country):
            raise forms.ValidationError(_("Enter two letters, such as JP."))
        return country

    def clean_points(self) -> tuple[int, ...]:
        """Take numbers from 1."""
        words = re.split(r"[\s,、，]+", str(self.cleaned_data["points"]).strip())
        if not all(re.fullmatch(r"[1-9][0-9]{0,5}", word) for word in words if word):
            raise forms.ValidationError(_("Enter numbers, such as 1, 3."))
        return tuple(sorted({int(word) for word in words if word}))

    def clean(self) -> dict[str, Any]:
        """Name somebody else whole."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("whom") == SOMEBODY:
            needed = {
                "name": _("Enter the name."),
                "country": _("Enter the country."),
                "sort": _("Choose what it is."),
            }
            for name, words in needed.items():
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return told

    @property
    def recipient(self) -> Recipient:
        """Who was chosen or named."""
        told = self.cleaned_data
        if told["whom"] == SOMEBODY:
            return Recipient(Whom.OTHER, name=told["name"], country=told["country"])
        return recipient_of(told["whom"])

    @property
    def item_form(self) -> ItemForm:
        """How much of it would go."""
        return ItemForm(self.cleaned_data["form"])

    @property
    def kept(self) -> dict[str, str]:
        """What was answered, for the next form to carry along."""
        return {name: str(self[name].value() or "") for name in self.fields}


class DecisionForm(Asking):
    """Why our own information is passed on."""

    purpose = forms.CharField(
        label=gettext_lazy("Purpose"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


class CompulsionForm(Asking):
    """By which law, and whether the other side may be told."""

    law = forms.CharField(label=gettext_lazy("Law and provision"), max_length=LONGEST)
    authority = forms.CharField(label=gettext_lazy("Authority that demands it"), max_length=LONGEST)
    purpose = forms.CharField(
        label=gettext_lazy("Order, and what was done against it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    may_tell = forms.ChoiceField(
        label=gettext_lazy("May the other side be told?"),
        choices=(
            ("yes", gettext_lazy("Yes: it is told by notice before anything leaves")),
            ("no", gettext_lazy("No: the law forbids telling it")),
        ),
        widget=forms.RadioSelect,
    )


class HandingForm(Asking):
    """What exactly leaves, and into whose hands."""

    person = forms.CharField(
        label=gettext_lazy("Who receives it"),
        help_text=gettext_lazy("Name and role of the person"),
        max_length=LONGEST,
    )
    means = forms.CharField(
        label=gettext_lazy("How it is handed over"),
        help_text=gettext_lazy("For example: by hand, on paper"),
        max_length=LONGEST,
    )
    purpose = forms.CharField(
        label=gettext_lazy("What exactly leaves"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    paper = forms.FileField(
        label=gettext_lazy("The redacted text or summary"),
        help_text=gettext_lazy("The file that leaves in place of the notice. At most 16 MB"),
        required=False,
    )

    def __init__(
        self,
        given: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[Any]"] | None = None,
        *,
        form: ItemForm,
    ) -> None:
        super().__init__(given, files)
        if form is ItemForm.WHOLE:
            del self.fields["paper"]
        else:
            self.fields["paper"].required = True

    def clean_paper(self) -> Any:  # noqa: ANN401 - an uploaded file
        """Take no file larger than 16 MB."""
        paper = self.cleaned_data["paper"]
        if paper and paper.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 16 MB. Choose a smaller one."))
        return paper
