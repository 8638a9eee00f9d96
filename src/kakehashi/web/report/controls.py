"""The controls of each question, filled with what was answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kakehashi.core.reporting.steps import Place, Step
from kakehashi.web.parts.dates import MONTHS
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.report import words
from kakehashi.web.report.naming import lands, office, parties, spoken
from kakehashi.web.report.pictures import picture

Typed = Mapping[str, Sequence[str]]
CURRENCIES: Final = ("USD", "JPY", "KHR", "TJS", "RUB")


@dataclass(frozen=True)
class _Asked:
    """A question as it is asked: what was typed so far, what is wrong, and the day."""

    step: Step
    typed: Typed
    mistakes: Mapping[str, str]
    today: date

    @property
    def title(self) -> str:
        return str(words.QUESTIONS[self.step])

    def first(self, name: str) -> str:
        values = self.typed.get(name, ())
        return values[0] if values else ""

    def wrong(self, name: str) -> list[str]:
        return [self.mistakes[name]] if name in self.mistakes else []

    def line(self, name: str, label: str, *, inputmode: str = "") -> Field:
        return Field(
            name=name,
            label=label,
            value=self.first(name),
            required=False,
            errors=self.wrong(name),
            autocomplete="off",
            inputmode=inputmode,
        )

    def radios(self, name: str, label: str, labels: words.Labels, *, drawn: bool = False) -> Field:
        choices = [
            Choice(code, _drawn(code, said) if drawn else said) for code, said in labels.items()
        ]
        value = self.first(name)
        return Field(name=name, label=label, kind="radios", value=value, choices=choices)

    def select(self, name: str, label: str, labels: Mapping[str, str | Promise]) -> Field:
        choices = [Choice("", ""), *(Choice(code, said) for code, said in labels.items())]
        value = self.first(name)
        return Field(
            name=name, label=label, kind="select", value=value, choices=choices, required=False
        )

    def tick(self, name: str, label: str) -> Field:
        return Field(name=name, label=label, kind="checkbox", value=self.first(name))


def controls(
    place: Place, typed: Typed, today: date, mistakes: Mapping[str, str] | None = None
) -> list[Field]:
    """Give the controls of a question, filled in; `mistakes` says what is wrong with which."""
    return _ASKING[place.step](_Asked(place.step, typed, mistakes or {}, today))


def _whom(asked: _Asked) -> list[Field]:
    return [asked.radios("whom", asked.title, words.WHOM, drawn=True)]


def _land(asked: _Asked) -> list[Field]:
    return [asked.radios("agreement", asked.title, lands() | {"": words.DO_NOT_KNOW})]


def _what(asked: _Asked) -> list[Field]:
    choices = [Choice(code, _drawn(code, said)) for code, said in words.WHAT.items()]
    chosen = tuple(asked.typed.get("what", ()))
    return [Field(name="what", label=asked.title, kind="checkboxes", value=chosen, choices=choices)]


def _story(asked: _Asked) -> list[Field]:
    return [
        Field(
            name="story",
            label=asked.title,
            kind="textarea",
            rows=8,
            value=asked.first("story"),
            errors=asked.wrong("story"),
        )
    ]


def _who(asked: _Asked) -> list[Field]:
    return [
        asked.line("name", _("Name")),
        asked.radios("role", _("Who is it?"), words.PARTS),
        asked.line("contact", _("Telephone, bank account, Facebook or Telegram")),
        asked.line("place", _("Where is this person or company?")),
    ]


def _money(asked: _Asked) -> list[Field]:
    return [
        asked.line("amount", _("How much?"), inputmode="decimal"),
        asked.select("currency", _("In which money?"), {code: code for code in CURRENCIES}),
        asked.line("to", _("To whom?")),
        asked.radios("purpose", _("For what?"), words.PURPOSES),
        asked.line("detail", _("More about it")),
        asked.radios("state", _("Was it paid?"), words.PAID),
        asked.radios("receipt", _("Do you have a receipt?"), words.YES_NO),
    ]


def _when(asked: _Asked) -> list[Field]:
    months = {str(number): said for number, said in enumerate(MONTHS, 1)}
    return [
        asked.radios("when", asked.title, words.ROUGHLY),
        asked.line("day", _("Day, if you know it"), inputmode="numeric"),
        asked.select("month", _("Month"), months),
        asked.line("year", _("Year")),
        asked.line("words", _("Or in words, such as “before the rice harvest”")),
    ]


def _where(asked: _Asked) -> list[Field]:
    known = {party.code: spoken(party.names) for party in parties()}
    return [
        asked.radios("country", _("In which country?"), known | {"other": _("Another country")}),
        asked.line("place", _("Place")),
    ]


def _know(asked: _Asked) -> list[Field]:
    """Ask who may know: this office alone unless she chooses otherwise."""
    here = office(asked.today)
    only = _("Only this office: %(office)s, %(country)s")
    reach = {
        "office": only % {"office": here.name, "country": here.country},
        "ministry": _("Also its ministry: %(ministry)s") % {"ministry": here.ministry},
        "other-side": _("Also the other country: %(countries)s") % {"countries": here.others},
    }
    choices = [Choice(code, said) for code, said in reach.items()]
    chosen = asked.first("know") or "office"
    return [
        Field(name="know", label=asked.title, kind="radios", value=chosen, choices=choices),
        asked.tick("organization", _("The broker or company may be told of it, without my name")),
        asked.tick(
            "files", _("Those who may know may also see my photos and papers, names covered")
        ),
    ]


def _reach(asked: _Asked) -> list[Field]:
    return [
        asked.line("name", _("Your name")),
        asked.line("reach", _("How may an officer reach you safely?")),
    ]


_ASKING: Final[Mapping[Step, Callable[[_Asked], list[Field]]]] = {
    Step.WHOM: _whom,
    Step.LAND: _land,
    Step.WHAT: _what,
    Step.STORY: _story,
    Step.WHO: _who,
    Step.MONEY: _money,
    Step.WHEN: _when,
    Step.WHERE: _where,
    Step.FILES: lambda _asked: [],
    Step.KNOW: _know,
    Step.REACH: _reach,
}


def _drawn(code: str, said: str | Promise) -> str:
    """Put a picture before the words of a choice."""
    return format_html("{}<span>{}</span>", picture(code), said)
