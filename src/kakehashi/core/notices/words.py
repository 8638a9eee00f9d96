"""Every English text that notices and certificates bring to a page, from where each is written.

Core does not translate. The shell writes these into its catalogue of messages and looks them up
by the English text.
"""

from collections.abc import Iterable, Iterator

from kakehashi.core.certificate.case import CandidateCase
from kakehashi.core.certificate.reasons import Advice, Outcome, Reason
from kakehashi.core.certificate.reconciling import Mismatch, State
from kakehashi.core.certificate.status import Status
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault
from kakehashi.core.notices.fields import FIELDS
from kakehashi.core.notices.kinds import KINDS
from kakehashi.core.notices.notice import Family
from kakehashi.core.notices.payload import Classification, Decided, Payload
from kakehashi.core.notices.problems import FormFault
from kakehashi.core.notices.protocol import SET_ASIDE_REASONS
from kakehashi.core.notices.restated import RestatedPublic
from kakehashi.core.notices.schema import code_types, payload_types
from kakehashi.core.notices.values import Register


def texts() -> tuple[str, ...]:
    """Titles, lines of help, labels of codes, faults: each once, in a fixed order."""
    return tuple(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for codes in (Family, Classification, Register, Fault, FormFault):
        yield from _labels(codes)
    for verified in (Outcome, Reason, Advice, Status, State, Mismatch):
        yield from _labels(verified)
    yield from SET_ASIDE_REASONS.values()
    yield from (field.name_en for field in FIELDS)
    yield from _of_payload(Decided)
    yield from _of_payload(RestatedPublic)
    yield from _of_payload(CandidateCase)
    for kind in KINDS.values():
        yield kind.title
        yield kind.description
        yield from _of_payload(kind)


def _of_payload(shape: type[Payload]) -> Iterator[str]:
    for payload in payload_types(shape):
        for field in payload.model_fields.values():
            yield from (text for text in (field.title, field.description) if text)
    for codes in code_types(shape):
        yield from _labels(codes)


def _labels(codes: type[Code]) -> Iterable[str]:
    return (member.label for member in codes)
