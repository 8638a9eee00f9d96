"""From what an applicant answered, and the office decided, to what a notice says."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kakehashi.core.approving.asks import Answers, Row, chosen, money
from kakehashi.core.notices.organizations import (
    Approval,
    Changed,
    Organization,
    PermittedFee,
)
from kakehashi.core.notices.persons import Representatives
from kakehashi.core.notices.text import Text
from kakehashi.core.scripts import script_of


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an organization is approved; `until_on` is the last day.

    `capacity` is in persons a year, None without a limit; no fields means every field.
    """

    from_on: date
    until_on: date | None
    capacity: int | None
    fields: tuple[str, ...]
    conditions: tuple[str, ...]
    language: str
    fees: tuple[tuple[str, str, str], ...]

    def told(self) -> dict[str, Any]:
        """Write the terms as JSON values."""
        return asdict(self) | {
            "from_on": self.from_on.isoformat(),
            "until_on": self.until_on.isoformat() if self.until_on else None,
        }

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Terms":
        """Read what `told` wrote."""
        until = told["until_on"]
        return cls(
            from_on=date.fromisoformat(told["from_on"]),
            until_on=date.fromisoformat(until) if until else None,
            capacity=told["capacity"],
            fields=tuple(told["fields"]),
            conditions=tuple(told["conditions"]),
            language=told["language"],
            fees=tuple((one[0], one[1], one[2]) for one in told["fees"]),
        )


def organization(answers: Answers, *, number: str = "", country: str = "") -> Organization:
    """Make the public description of an organization whose answers were found complete."""
    contact = _only(answers, "contact")
    numbers = [
        {"scheme": row["scheme"], "number": row["number"].strip(), "country": row["country"]}
        for row in answers.get("numbers", ())
    ]
    if number:
        numbers.insert(
            0,
            {"scheme": "sending-organization", "number": number}
            | ({"country": country} if country else {}),
        )
    said: dict[str, Any] = {
        "names": [_name(row) | {"use": row["use"]} for row in answers.get("names", ())],
        "identifiers": numbers,
        "addresses": [_address(row) for row in answers.get("addresses", ())],
        "phones": [contact["phone"].strip()],
        "email": contact["email"].strip(),
        "languages": list(chosen(contact.get("languages", ""))),
    }
    if website := contact.get("website", "").strip():
        said["website"] = website
    return Organization.model_validate(said)


def representatives(answers: Answers) -> Representatives:
    """Name the persons who represent it."""
    said = [
        {
            "names": [_name(row)],
            "position": {"lang": row["lang"], "text": row["position"].strip()},
        }
        for row in answers.get("representatives", ())
    ]
    return Representatives.model_validate({"representatives": said})


def approval(terms: Terms) -> Approval:
    """Write the terms as the register has them."""
    fees = [
        PermittedFee.model_validate(
            {"charged_for": sort, "at_most": money(amount)}
            | ({"remarks": {"lang": terms.language, "text": remarks}} if remarks else {})
        )
        for sort, amount, remarks in terms.fees
    ]
    validity = {"from_on": terms.from_on, "until_on": terms.until_on}
    return Approval.model_validate(
        {
            "validity": validity,
            "capacity": terms.capacity,
            "fields": terms.fields,
            "fees": fees,
            "conditions": [Text(lang=terms.language, text=text) for text in terms.conditions],
        }
    )


def fees_declared(answers: Answers) -> tuple[tuple[str, str, str], ...]:
    """Give the fees that it will charge: for what, how much, on which basis."""
    return tuple(
        (row["for"], row["amount"].strip(), row["basis"].strip()) for row in answers.get("fees", ())
    )


def display_name(answers: Answers) -> tuple[str, str]:
    """Give the first name with its language; empty where none was given yet."""
    rows: Sequence[Row] = answers.get("names", ())
    row = next((one for one in rows if one.get("text", "").strip()), None)
    return (row["text"].strip(), row.get("lang", "") or "und") if row else ("", "und")


def _only(answers: Answers, step: str) -> Row:
    rows = answers.get(step, ())
    return rows[0] if rows else {}


def _name(row: Row) -> dict[str, str]:
    text = row["text"].strip()
    return {"text": text, "lang": row["lang"], "script": script_of(text)}


def _address(row: Row) -> dict[str, str]:
    text = row["text"].strip()
    said = {"text": text, "lang": row["lang"], "script": script_of(text), "country": row["country"]}
    parts = {name: row.get(name, "").strip() for name in ("region", "locality")}
    return said | {name: value for name, value in parts.items() if value}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Name what of a register entry changes, by its records (JSON) before and after."""
    was, is_ = _part(before, "organization"), _part(after, "organization")
    terms_were, terms_are = _part(before, "approval"), _part(after, "approval")
    compared = (
        (Changed.NAMES, was, is_, ("names",)),
        (Changed.ADDRESS, was, is_, ("addresses", "phones", "email", "website")),
        (Changed.OFFICES, was, is_, ("offices",)),
        (Changed.VALIDITY, terms_were, terms_are, ("validity",)),
        (Changed.CAPACITY, terms_were, terms_are, ("capacity",)),
        (Changed.FIELDS, terms_were, terms_are, ("fields",)),
        (Changed.CONDITIONS, terms_were, terms_are, ("conditions",)),
        (Changed.OTHER, was, is_, ("identifiers", "languages")),
        (Changed.OTHER, terms_were, terms_are, ("fees",)),
    )
    found = dict.fromkeys(
        code
        for code, old, new, fields in compared
        if any((old.get(name) or None) != (new.get(name) or None) for name in fields)
    )
    return tuple(found) or (Changed.OTHER,)


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = record.get(name)
    return part if isinstance(part, Mapping) else {}
