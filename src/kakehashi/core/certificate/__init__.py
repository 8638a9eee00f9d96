"""A candidate's certificate: what it states, its QR payload, its verification without a network.

    keys = read_published(Path("certificate-keys.json").read_bytes())
    lists = Lists.of([read_list(Path("status-1.cwt").read_bytes(), keys=keys.keys)])
    verdict = verify(text, keys=keys.keys, lists=lists, now=datetime.now(UTC))

`verdict.outcome` is `valid`, `unsure`, `not-valid` or `refused`; `verdict.reasons` says why, and
`ADVICE` what to do next; `verdict.claims` is what was certified.
"""

from kakehashi.core.certificate.claims import (
    MAX_TEXT,
    PREFIX,
    Certificate,
    Claims,
    Unfit,
    commitment,
    read,
    seal,
    to_text,
)
from kakehashi.core.certificate.cose import Sign, VerifyingKey, raw_signature, verifying_key
from kakehashi.core.certificate.issuing_keys import (
    IssuingKey,
    Keys,
    PublishedKeys,
    certify,
    read_certified,
    read_published,
    root_words,
    write_published,
)
from kakehashi.core.certificate.reasons import ADVICE, Advice, Outcome, Reason, Refused
from kakehashi.core.certificate.status import Lists, Status, StatusList, read_list, seal_list
from kakehashi.core.certificate.verification import Shown, Verdict, is_another, verify

__all__ = [
    "ADVICE",
    "MAX_TEXT",
    "PREFIX",
    "Advice",
    "Certificate",
    "Claims",
    "IssuingKey",
    "Keys",
    "Lists",
    "Outcome",
    "PublishedKeys",
    "Reason",
    "Refused",
    "Shown",
    "Sign",
    "Status",
    "StatusList",
    "Unfit",
    "Verdict",
    "VerifyingKey",
    "certify",
    "commitment",
    "is_another",
    "raw_signature",
    "read",
    "read_certified",
    "read_list",
    "read_published",
    "root_words",
    "seal",
    "seal_list",
    "to_text",
    "verify",
    "verifying_key",
    "write_published",
]
