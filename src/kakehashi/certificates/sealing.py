"""What a case holds, and a certificate's own bytes: sealed at rest, looked for by keyed tokens."""

import hmac
import json
from typing import Final

from kakehashi import node
from kakehashi.certificates.models import CandidateCase, CasePart, Certificate, ExamToken
from kakehashi.core.certificate import to_text
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.certificate.case import PassedExam
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part

CONTENT: Final = "content"
REASON: Final = "reason"


class Gone(LookupError):
    """The part is not there, or its key was deleted."""


def seal_part(case: CandidateCase, name: str, data: bytes) -> None:
    """Keep something of a case under a fresh key, in place of what was there."""
    made = encrypt_part(data, commitment=_bound(case, name), storage_key=node.this().storage_key)
    CasePart.objects.update_or_create(
        case=case,
        name=name,
        defaults={"sealed": made.sealed, "wrapped": made.wrapped, "storage": made.storage},
    )


_PART = Prepared(lambda: CasePart.objects.filter(case=WHOLE[0], name=TEXT[1]))


def open_part(case: CandidateCase, name: str) -> bytes:
    """Read something of a case; Gone where it is not there."""
    part = _PART.first(case.pk, name)
    if part is None:
        raise Gone(name)
    return _opened(case, part)


def seal_content(case: CandidateCase, content: Content) -> None:
    """Keep what a case says."""
    seal_part(case, CONTENT, content.model_dump_json(exclude_none=True).encode())


def sealed_content(case: CandidateCase, content: Content) -> Sealed:
    """Seal what a case says without keeping it, for who keeps many at once."""
    data = content.model_dump_json(exclude_none=True).encode()
    return encrypt_part(data, commitment=_bound(case, CONTENT), storage_key=node.this().storage_key)


def open_content(case: CandidateCase) -> Content:
    """Read what a case says; Gone where it was erased."""
    return Content.model_validate_json(open_part(case, CONTENT))


def seal_certificate(agreement: str, number: str, data: bytes) -> Sealed:
    """Seal the signed bytes of a certificate."""
    return encrypt_part(
        data,
        commitment=_bound_certificate(agreement, number),
        storage_key=node.this().storage_key,
    )


def open_certificate(row: Certificate) -> bytes:
    """Read the signed bytes of a certificate; Damaged where they do not open."""
    sealed = Sealed(
        _bound_certificate(row.agreement, row.number),
        bytes(row.sealed),
        bytes(row.wrapped),
        bytes(row.storage),
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)


def code_of(row: Certificate) -> str:
    """Give the text of a certificate's QR code; LookupError for a void number."""
    if not row.sealed:
        raise LookupError(row.number)
    return to_text(open_certificate(row))


def person_token(content: Content) -> bytes:
    """Give the token by which another case of the same person is found."""
    return _token("person", content.identity)


def exam_token(exam: PassedExam) -> bytes:
    """Give the token by which another use of the same proof is found."""
    return _token("exam", json.dumps([exam.kind, exam.name.casefold(), exam.number.casefold()]))


def keep_tokens(case: CandidateCase, content: Content) -> None:
    """Keep the tokens of a case's exams, in place of those before."""
    ExamToken.objects.filter(case=case).delete()
    ExamToken.objects.bulk_create(
        ExamToken(case=case, agreement=case.agreement, token=exam_token(exam))
        for exam in content.exams
    )


def _token(label: str, text: str) -> bytes:
    """Reckon a keyed token: without the node's secret nobody can try values."""
    key = hmac.digest(node.this().secret.encode(), b"kakehashi/certificates/1", "sha256")
    return hmac.digest(key, f"{label}\0{text}".encode(), "sha256")


def _bound(case: CandidateCase, name: str) -> bytes:
    return f"kakehashi/case/1/{case.public_id}/{name}".encode()


def _bound_certificate(agreement: str, number: str) -> bytes:
    return f"kakehashi/certificate-kept/1/{agreement}/{number}".encode()


def _opened(case: CandidateCase, part: CasePart) -> bytes:
    sealed = Sealed(
        _bound(case, part.name), bytes(part.sealed), bytes(part.wrapped), bytes(part.storage)
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)
