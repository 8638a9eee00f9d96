"""The form that registers a letter: what is known of it at once, then a draft of its notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.agreement.profile import Party
from kakehashi.core.notices import KINDS, Classification
from kakehashi.core.notices.letters import Direction
from kakehashi.core.notices.restated import payload_type
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Body
from kakehashi.core.scripts import script_of
from kakehashi.web.desk import showing
from kakehashi.web.desk.drafting.answers import ROW
from kakehashi.web.desk.drafting.envelopes import PREFIX
from kakehashi.web.desk.drafting.filling import Filled, filled_day, filled_partly
from kakehashi.web.desk.notices.paper import contact_office
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.fields import Choice, Field, posted_date


@dataclass(slots=True)
class LetterForm:
    """What was typed of a letter, and what is wrong with it by field."""

    agreement: str
    post: Mapping[str, str]
    today: date
    classes: tuple[Classification, ...]
    mistakes: dict[str, list[str]] = field(default_factory=dict)

    def fields(self) -> list[Field]:
        """The controls with what was typed."""
        return [
            self._choice("direction", _("Which way did it go?"), _directions(), "radios"),
            self._choice("stands_for", _("What does it say?"), self._kinds(), "select"),
            self._choice("class", _("Who may see it?"), self._classes(), "radios"),
            self._text("file_number", _("File number on it")),
            self._day("dated", _("Date on it"), required=True),
            self._day("received", _("Received on"), required=False),
            Field(
                name="later",
                label=_("An earlier dealing, entered now for the record"),
                kind="checkbox",
                value=self.post.get("later", ""),
                required=False,
            ),
        ]

    def judge(self) -> Filled | None:
        """Fill the draft's form; None where something must be mended first."""
        direction, kind = self.post.get("direction", ""), self.post.get("stands_for", "")
        if direction not in {one.value for one in Direction}:
            self._note("direction", _("Say whether your side sent or received it."))
        elif kind and (kind, self._speaker(direction).code) not in self._permits():
            self._note("stands_for", _("The side that wrote it may not say this."))
        if self.post.get("class") not in {choice.value for choice in self._classes()}:
            self._note("class", _("Choose who may see it."))
        number = self.post.get("file_number", "").strip()
        if not 1 <= len(number) <= 100:
            self._note("file_number", _("Enter the number that stands on the letter."))
        dated, received = self._read_day("dated"), self._read_day("received")
        if dated is None:
            self._note("dated", _("Enter the date that stands on the letter."))
        if received is None and direction == Direction.RECEIVED.value:
            self._note("received", _("Enter when it came: it counts from that day."))
        if dated and received and received < dated:
            self._note("received", _("It cannot have come before it was written."))
        if self.mistakes or dated is None:
            return None
        return self._filled(Direction(direction), kind, number, dated, received)

    def _filled(
        self, direction: Direction, kind: str, number: str, dated: date, received: date | None
    ) -> Filled:
        role = self.post["class"]
        given = {"direction": direction, "dated_on": dated, "received_on": received}
        typed = filled_partly(
            "letter.registered", "statement", given | {"stands_for": kind or None}
        )
        sender = self._speaker(direction.value)
        reader = node.profile(self.agreement).counterpart(sender.code)
        bodies = {"sender": self._body(sender, dated), "addressee": self._body(reader, dated)}
        typed |= filled_partly("letter.registered", role, {"file_number": number} | bodies)
        typed |= _opened(kind, role, f"{role}.0.content") if kind else {}
        typed |= _opened(kind, "statement", "statement.states") if kind else {}
        typed |= filled_day(f"{PREFIX}.on", self.today) | {f"{PREFIX}.class": [role]}
        if self.post.get("later"):
            typed[f"{PREFIX}.entered_later"] = ["yes"]
        return typed

    def _speaker(self, direction: str) -> Party:
        parties, ours = node.profile(self.agreement).parties, node.this().party
        if direction == Direction.SENT.value:
            return parties[ours]
        return node.profile(self.agreement).counterpart(ours)

    def _body(self, party: Party, day: date) -> Body:
        office = contact_office(self.agreement, party.code, day)
        names = party.offices[office].names if office else party.names
        return Body(
            office=office,
            names=tuple(
                Name(text=text, lang=lang, script=script_of(text)) for lang, text in names.items()
            ),
        )

    def _permits(self) -> set[tuple[str, str]]:
        return {(permit.kind, permit.party) for permit in node.profile(self.agreement).permits}

    def _kinds(self) -> list[Choice]:
        known = {kind for kind, _party in self._permits()}
        offered = [
            Choice(kind, said(notice.title), group=said(notice.family.label))
            for kind, notice in KINDS.items()
            if kind in known and not notice.automatic and not kind.startswith("letter.")
        ]
        return [Choice("", _("None of the notices that the agreement names")), *offered]

    def _classes(self) -> list[Choice]:
        words = {one: showing.class_status(one.value).word for one in self.classes}
        return [Choice(one.value, word) for one, word in words.items()]

    def _choice(self, name: str, label: str, choices: list[Choice], kind: str) -> Field:
        return Field(
            name=name,
            label=label,
            kind="radios" if kind == "radios" else "select",
            choices=choices,
            value=self.post.get(name, ""),
            errors=self.mistakes.get(name, ()),
            required=name != "stands_for",
        )

    def _text(self, name: str, label: str) -> Field:
        return Field(
            name=name,
            label=label,
            value=self.post.get(name, ""),
            errors=self.mistakes.get(name, ()),
            width="20",
        )

    def _day(self, name: str, label: str, *, required: bool) -> Field:
        return Field(
            name=name,
            label=label,
            kind="date",
            value=posted_date(self.post, name),
            errors=self.mistakes.get(name, ()),
            required=required,
        )

    def _read_day(self, name: str) -> date | None:
        try:
            return read_date(*posted_date(self.post, name))
        except NotADate as mistake:
            self._note(name, str(mistake))
            return None

    def _note(self, name: str, words: str) -> None:
        self.mistakes.setdefault(name, []).append(words)


def _directions() -> list[Choice]:
    return [Choice(one.value, said(one.label)) for one in Direction]


def _opened(kind: str, compartment: str, path: str) -> Filled:
    """Open the part of the form in which the letter's content is told as its kind's own."""
    if payload_type(kind, compartment) is None:
        return {}
    return {f"{path}.0.{ROW}": ["1"], f"{path}.0.kind": [kind]}
