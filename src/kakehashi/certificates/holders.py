"""The holder's way to her own case: a code of words, of which only a slow hash is kept."""

from datetime import datetime
from threading import BoundedSemaphore

from django.db import transaction

from kakehashi import node
from kakehashi.certificates.models import CandidateCase, HolderCode
from kakehashi.core.certificate.holder_code import locator
from kakehashi.core.reporting.code import code_of
from kakehashi.journal.record import record

_AT_ONCE = BoundedSemaphore(2)
"""Codes that this process tries at the same time: each takes 32 MiB of memory."""


def make_code(case: CandidateCase, *, chance: bytes, by: int, now: datetime) -> str:
    """Make the code of a case's holder from nine bytes of chance; the one before opens nothing."""
    found = locator(chance, node_name=node.this().name)
    with transaction.atomic():
        HolderCode.objects.update_or_create(case=case, defaults={"locator": found, "made_at": now})
        said = {"agreement": case.agreement, "thing": str(case.public_id), "by": by}
        record("holder-code.made", said, now=now)
    return code_of(chance)


def case_of(chance: bytes) -> CandidateCase | None:
    """Find the case that a code opens; None where there is none."""
    with _AT_ONCE:
        wanted = locator(chance, node_name=node.this().name)
    found = HolderCode.objects.filter(locator=wanted).select_related("case").first()
    return found.case if found else None
