"""Candidates certified by an invented ministry: keys, batches, codes as text and picture."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import segno
from PIL import Image

from kakehashi.core.certificate import Claims, commitment, seal, to_text
from kakehashi.core.notices import Links
from kakehashi.core.notices.certificates import (
    CertificateAnswer,
    CertificateBatch,
    CertificateEndWhy,
    CertificateIssued,
    CertificateQueryAnswered,
    CertificateRevoked,
    CertificateState,
    IssuedCertificate,
    RevokedCertificates,
    Route,
)
from kakehashi.core.notices.protocol import (
    CertificateKey,
    ChangedKeys,
    KeyChangeWhy,
    KeysChanged,
)
from kakehashi.core.notices.values import Validity
from kakehashi.core.text import b64url
from tests import make
from tests.core.vectors_certificate import CLAIMS, MARCH, Pair
from tests.web.desk.make import Counterpart

ISSUED = date(2026, 3, 2)
ORGANIZATION = "KHM000005"


def claims(turn: int = 1, **changes: Any) -> Claims:
    """What the certificate of one invented candidate states."""
    return CLAIMS._replace(
        number=f"KH-{turn:07}",
        name=f"INVENTED, {name(turn)}",
        passport=f"{turn:04}"[-4:],
        status_index=turn,
        **changes,
    )


def name(turn: int) -> str:
    """A name that is no other's."""
    letters = "BDFGKLMNPRSTV"
    return "".join(f"{letters[turn // 13**n % 13]}A" for n in range(4))


def sealed(one: Claims, pair: Pair = MARCH) -> bytes:
    return seal(one, key=pair.public, sign=pair.sign)


def stated(one: Claims, **changes: Any) -> dict[str, Any]:
    """The row of an application that agrees with a certificate."""
    family, given = one.name.split(", ")
    return {
        "reference": f"A-{one.number}",
        "name": f"{given} {family}",
        "born_on": one.born_on.isoformat(),
        "passport": f"N000{one.passport}",
        "field": "介護",
        "applied_on": "2026-05-01",
        "code": to_text(sealed(one)),
    } | changes


def picture(text: str, *, turned: float = 7.0, tilted: bool = True) -> bytes:
    """A photograph of a code: on paper, from the side, a little turned and grainy."""
    held = io.BytesIO()
    segno.make_qr(text, error="q").save(held, kind="png", scale=6, border=4)
    code = Image.open(held).convert("L")
    page = Image.new("L", (code.width + 400, code.height + 500), 235)
    page.paste(code, (190, 220))
    seen = page.rotate(turned, expand=True, fillcolor=200, resample=Image.Resampling.BICUBIC)
    if tilted:
        width, height = seen.size
        corners = (0, 0, width * 0.04, height, width * 0.97, height * 0.98, width, height * 0.03)
        seen = seen.transform(
            seen.size, Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC
        )
    photo = io.BytesIO()
    seen.save(photo, format="JPEG", quality=72)
    return photo.getvalue()


@dataclass
class Ministry:
    """The sending side: it told of its keys, approved an organization and announces batches."""

    counterpart: Counterpart
    told: dict[str, str] = field(default_factory=dict)

    def begin(self) -> "Ministry":
        key = CertificateKey(
            x=b64url(MARCH.public.x),
            y=b64url(MARCH.public.y),
            from_on=date(2026, 3, 1),
            until_on=date(2026, 3, 31),
        )
        changed = ChangedKeys(why=KeyChangeWhy.REGULAR, certificate_keys=(key,))
        self.counterpart.issue(KeysChanged(statement=changed), "protocol")
        approved = make.approved(ORGANIZATION, from_on=date(2025, 4, 1))
        self.counterpart.issue(approved, "5(1)", effective_on=date(2025, 4, 1))
        return self

    def announce(self, several: Iterable[Claims], *, but: Mapping[str, str] | None = None) -> None:
        batch = tuple(
            IssuedCertificate(
                number=one.number,
                commitment=(but or {}).get(one.number) or commitment(sealed(one)),
                issued_on=one.issued_on,
                organization=one.organization,
                field=one.field,
                route=Route.ABROAD,
            )
            for one in several
        )
        issued = CertificateIssued(
            restricted=CertificateBatch(
                period=Validity(from_on=ISSUED, until_on=ISSUED),
                certificates=batch,
                approved_cases=len(batch),
            )
        )
        self.counterpart.issue(issued, "5(3)")

    def revoke(self, *numbers: str, on: date) -> None:
        ended = RevokedCertificates(numbers=numbers, why=CertificateEndWhy.FALSE)
        self.counterpart.issue(CertificateRevoked(restricted=ended), "5(3)", effective_on=on)

    def revoke_organization(self, *, on: date) -> None:
        revoked = make.revoked(ORGANIZATION)
        self.counterpart.issue(revoked, "5(4)", effective_on=on)

    def answer(self, query: str, state: CertificateState) -> str:
        answered = CertificateQueryAnswered(
            links=Links(answers=(query,)), confidential=CertificateAnswer(state=state)
        )
        return self.counterpart.issue(answered, "5(7)")


def later(days: int = 0, **more: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days, **more)
