"""What officers of a test do about an amendment inside their node, at a time of its own."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from kakehashi import dispatch, node
from kakehashi.core.agreement import load
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import KIND_FACTS, KINDS, Notice
from kakehashi.core.notices.examples import example
from kakehashi.core.notices.payload import Decided, Links
from kakehashi.core.target_days import day_at
from kakehashi.exchange.models import Aside, Author
from kakehashi.journal.models import Entry

FROM = date(2027, 4, 1)
SCAN = b"%PDF-1.4 an invented scan"


def propose(*, now: datetime, agreement: str, file: str) -> dict[str, str]:
    """Propose the profile in a file, which goes along as an attachment."""
    data = Path(file).read_bytes()
    digest = load(data.decode(), kinds=KIND_FACTS).digest
    attached = {
        "number": 1,
        "file_name": "profile.toml",
        "media_type": "text/plain",
        "length": len(data),
        "digest": sha256(data).hexdigest(),
    }
    notice = KINDS["amendment.proposed"].model_validate(
        {
            "statement": {"profile": digest},
            "restricted": {
                "clauses": ["2"],
                "reason": {"lang": "en", "text": "Contact points change by amendment only."},
                "attachments": [attached],
            },
        }
    )
    return _issue(notice, "9", agreement, now, effective_on=FROM, files=(data,)) | {
        "digest": digest
    }


def consent(
    *, now: datetime, agreement: str, proposal: str, digest: str, signatories: list[str]
) -> dict[str, str]:
    """Consent in writing by some of our signatories."""
    scan = {
        "number": 1,
        "file_name": "consent.pdf",
        "media_type": "application/pdf",
        "length": len(SCAN),
        "digest": sha256(SCAN).hexdigest(),
    }
    on = "2027-01-15"
    notice = KINDS["amendment.consented"].model_validate(
        {
            "links": {"answers": [proposal]},
            "statement": {
                "profile": digest,
                "signatories": [{"signatory": s, "consented_on": on} for s in signatories],
            },
            "restricted": {
                "instruments": [{"signatories": signatories, "dated_on": on, "scan": scan}]
            },
        }
    )
    return _issue(notice, "9", agreement, now, effective_on=FROM, files=(SCAN,))


def say(*, now: datetime, agreement: str, kind: str, clause: str) -> dict[str, str]:
    """Issue the example of a kind that names no other notice."""
    notice = example(kind).model_copy(update={"links": Links()})
    return _issue(notice, clause, agreement, now)


def verdict(*, now: datetime, agreement: str, jti: str) -> str:
    """Say how this node judged a notice: heeded, waiting, or the reason why it is set aside."""
    del now
    entry = Entry.objects.get(journal__agreement=agreement, jti=jti)
    aside = Aside.objects.filter(journal=entry.journal_id, index=entry.index).first()
    if aside is not None:
        return str(aside.reason)
    heeded = Author.objects.get(journal=entry.journal_id).heeded
    return "heeded" if entry.index < heeded else "waiting"


def _issue(
    notice: Notice,
    clause: str,
    agreement: str,
    now: datetime,
    *,
    effective_on: date | None = None,
    files: tuple[bytes, ...] = (),
) -> dict[str, str]:
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    outgoing = dispatch.Outgoing(
        notice,
        clause,
        notice.classification,
        decided=Decided(on=day),
        by=Decider(profile.on(day).contact_points[party].office, "director"),
        effective_on=effective_on,
        files=files,
    )
    try:
        (issued,) = dispatch.issue((outgoing,), agreement=agreement, now=now)
    except dispatch.IssueRefused as refused:
        return {"refused": refused.reason, "detail": refused.detail}
    dispatch.catch_up(agreement, now=now)
    return {"jti": issued.jti}
