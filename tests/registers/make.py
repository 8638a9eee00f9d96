"""Heard notices for the registers' tests, with invented organizations."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard
from kakehashi.core.notices import KINDS, Classification, Decided, Links, Payload, payload_of
from kakehashi.core.projection import place

AGREEMENT = "jp-kh-2019"
START = 1_700_000_000


def jti(party: str, seq: int, generation: int = 1) -> str:
    """An id that its place gives."""
    number = (0x01900000 << 96) | (0x7000 << 64) | (0x8000 << 48)
    number |= generation << 40 | seq << 8 | (party == "KH")
    return str(UUID(int=number))


def heard(
    kind: str,
    seq: int,
    *,
    party: str = "KH",
    public: dict[str, Any] | None = None,
    statement: dict[str, Any] | None = None,
    rows: Sequence[dict[str, Any]] | None = None,
    decided: date | None = None,
    effective: date | None = None,
    generation: int = 1,
    **links: Any,
) -> Heard:
    """A heeded notice; its day is given by its index where nothing else is said."""
    known = KINDS[kind]
    decided = decided or date(2026, 1, 1 + seq % 28)
    is_public = public is not None or "public" in known.classes[:1]
    return Heard(
        agreement=AGREEMENT,
        party=party,
        generation=generation,
        seq=seq,
        jti=jti(party, seq, generation),
        kind=kind,
        version=1,
        issued_at=START + seq * 60,
        clause="5(1)",
        classification=Classification.PUBLIC if is_public else known.classes[0],
        decided=None if known.automatic else Decided(on=decided),
        effective_on=effective or (decided if known.takes_effect else None),
        entered_later=False,
        links=Links(**links),
        statement=_payload(kind, "statement", statement),
        public=_payload(kind, "public", public),
        rows=None
        if rows is None
        else tuple(payload_of(known, "rows").model_validate(r) for r in rows),
    )


def _payload(kind: str, role: str, content: dict[str, Any] | None) -> Payload | None:
    return None if content is None else payload_of(KINDS[kind], role).model_validate(content)


def names(*texts: str, lang: str = "km", script: str = "Khmr") -> list[dict[str, str]]:
    """Names, the first one in Latin letters."""
    latin, *others = texts
    return [
        {"text": latin, "lang": "en", "script": "Latn"},
        *(
            {"text": text, "lang": lang, "script": script, "use": "transliterated"}
            for text in others
        ),
    ]


def organization(*texts: str, town: str = "Phnom Penh") -> dict[str, Any]:
    """An organization with an address."""
    address = {"text": f"12 Street 3, {town}", "lang": "en", "country": "KH", "locality": town}
    return {"names": names(*texts), "addresses": [address]}


def approved(seq: int, number: str = "KHM900001", *texts: str, **more: Any) -> Heard:
    """An approval, valid from 2026 to 2030."""
    public = {
        "number": number,
        "organization": organization(*(texts or ("Mekong Bridge Manpower Co., Ltd.",))),
        "approval": {"validity": {"from_on": date(2026, 1, 1), "until_on": date(2030, 12, 31)}},
    }
    return heard("sending-organization.approved", seq, public=public, **more)


def suspended(
    seq: int, number: str = "KHM900001", *, until: date | None = None, **more: Any
) -> Heard:
    """A suspension, wholly."""
    public = {
        "number": number,
        "names": names("Mekong Bridge Manpower Co., Ltd."),
        "suspended": "everything",
        "until_on": until,
        "grounds": ["improper-fees"],
    }
    return heard("sending-organization.suspended", seq, public=public, **more)


def resumed(seq: int, number: str = "KHM900001", **more: Any) -> Heard:
    """The end of a suspension."""
    public = {"number": number, "names": names("Mekong Bridge Manpower Co., Ltd.")}
    return heard("sending-organization.resumed", seq, public=public, **more)


def revoked(seq: int, number: str = "KHM900001", **more: Any) -> Heard:
    """A revocation."""
    public = {
        "number": number,
        "names": names("Mekong Bridge Manpower Co., Ltd."),
        "grounds": ["improper-fees"],
    }
    return heard("sending-organization.revoked", seq, public=public, **more)


def amended(seq: int, number: str = "KHM900001", *, new: str | None = None, **more: Any) -> Heard:
    """An entry that reads differently."""
    public = {
        "number": number,
        "new_number": new,
        "changed": ["names"],
        "organization": organization("Mekong Bridge Human Resources Co., Ltd."),
        "approval": {"validity": {"from_on": date(2026, 1, 1), "until_on": date(2031, 12, 31)}},
    }
    return heard("sending-organization.amended", seq, public=public, **more)


def supporting_list(
    seq: int, rows: Sequence[dict[str, Any]], *, as_of: date = date(2026, 7, 1), **more: Any
) -> Heard:
    """A list of supporting organizations."""
    public = {
        "as_of_on": as_of,
        "source": {"lang": "en", "text": "An invented register"},
        "count": len(rows),
        "digest": "0" * 64,
    }
    kind = "supporting-organization.list-shared"
    return heard(kind, seq, party="JP", public=public, rows=rows, decided=as_of, **more)


def row(number: int | str, name: str = "", **more: Any) -> dict[str, Any]:
    """A row of the supporting organizations' list."""
    written = number if isinstance(number, str) else f"19登-{number:06d}"
    text = name or f"かけはし支援協会{written[-6:]}"
    return {
        "number": written,
        "names": [{"text": text, "lang": "ja", "script": "Jpan"}],
        "address": "東京都千代田区架空町1-1-1",
        "region": "東京都",
    } | more


def measure(
    seq: int, *, number: str | None = None, name: str = "株式会社みほん", **more: Any
) -> Heard:
    """An improvement order to an accepting organization."""
    identifiers = [{"scheme": "sending-organization", "number": number}] if number else []
    public = {
        "organization": {
            "role": "accepting-organization",
            "names": [{"text": name, "lang": "ja", "script": "Jpan"}],
            "identifiers": identifiers,
        },
        "measure": "improvement-order",
        "authorities": [{"names": names("Immigration Services Agency")}],
    }
    kind = more.pop("kind", "accepting-organization.measure-ordered")
    return heard(kind, seq, party="JP", public=public, **more)


def through(*batch: Heard) -> dict[str, Position]:
    """How far the journals are read with a batch."""
    ends: dict[str, int] = {}
    for one in batch:
        ends[one.party] = max(ends.get(one.party, 0), place(one.generation, one.seq) + 1)
    return {party: Position(end >> 40, end & (2**40 - 1)) for party, end in ends.items()}
