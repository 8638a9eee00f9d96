"""Queries about applications on their way: drafted, issued, answered; and what was answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from kakehashi import node
from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Query
from kakehashi.core.acceptance_check.facts import Answer, Reply, Ruling
from kakehashi.core.envelope import read
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as contents_read
from kakehashi.core.notices.certificates import CertificateAnswer
from kakehashi.core.notices.inquiries import InquiryAnswer
from kakehashi.core.parts import SALT_BYTES, PartRole
from kakehashi.desk.models import DeskEdition, Draft, Naming, State
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry

QUERIED: Final = "certificate.queried"
ANSWERED: Final = "certificate.query-answered"
REPLIES: Final = frozenset({"inquiry.answered", "inquiry.partly-answered"})
ANSWERS: Final = REPLIES | {ANSWERED}
LONGEST: Final = 400
"""Letters of an answer that stand beside a doubt; the whole stands in its notice."""


def take_answers(agreement: str) -> bool:
    """Follow the queries that wait: which were issued, which answered; say whether any moved."""
    open_queries = queries.unanswered(agreement)
    if not open_queries:
        return False
    drafted = [query for query in open_queries if not query.jti]
    issued = dict(
        Draft.objects.filter(
            public_id__in=[query.draft for query in drafted], state=State.ISSUED
        ).values_list("public_id", "jti")
    )
    is_any = False
    for query in drafted:
        if jti := issued.get(query.draft):
            actions.note_issued(query, jti=jti)
            query.jti = jti
            is_any = True
    asked = {query.jti: query for query in open_queries if query.jti}
    for named, jti in _answers_to(agreement, asked):
        is_any = actions.note_answer(asked[named], answer=jti) or is_any
    return is_any


def _answers_to(agreement: str, asked: Mapping[str, Query]) -> list[tuple[str, str]]:
    """Give (query, answer) by their ids, of answers that count; the latest last."""
    named = Naming.objects.filter(
        edition__agreement=agreement,
        edition__state=DeskEdition.State.SERVING,
        named__in=list(asked),
    ).values_list("named", "jti")
    pairs = list(named)
    kinds = Entry.objects.filter(jti__in=[jti for _, jti in pairs], kind__in=ANSWERS)
    answers = set(kinds.values_list("jti", flat=True))
    return sorted((pair for pair in pairs if pair[1] in answers), key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, by certificate (its token) and by application, and what was ruled then."""

    by_certificate: Mapping[str, tuple[Answer, ...]]
    by_application: Mapping[int, tuple[Answer, ...]]
    replies: Mapping[int, tuple[Reply, ...]]
    rulings: Mapping[int, Ruling]


def answers_about(agreement: str, about: Iterable[tuple[int, str]]) -> Answers:
    """Give the answers about some applications (their keys, tokens of their certificates).

    What was answered about a certificate counts whoever was asked about with it.
    """
    tokens = dict(about)
    wanted = {token for token in tokens.values() if token}
    rows = Query.objects.filter(agreement=agreement).exclude(answer="")
    by_token = rows.filter(kind=QUERIED, application__certificate__in=wanted)
    others = rows.filter(kind=QUERIED, application__certificate="", application__in=list(tokens))
    inquiries = rows.exclude(kind=QUERIED).filter(application__in=list(tokens))
    return Answers(
        _grouped(by_token.values_list("application__certificate", "answer"), _answer),
        _grouped(others.values_list("application_id", "answer"), _answer),
        _grouped(inquiries.values_list("application_id", "answer"), _reply),
        {
            pk: Ruling(
                one.is_settled,
                frozenset(one.findings.split()),
                one.ruled_at.astimezone(UTC).date(),
                one.answer,
            )
            for pk, one in queries.rulings(tokens).items()
        },
    )


_Key = TypeVar("_Key")
_Read = TypeVar("_Read")


def _grouped(
    pairs: Iterable[tuple[_Key, str]], opened: Callable[[str], _Read | None]
) -> dict[_Key, tuple[_Read, ...]]:
    """Open each answer once, and give those about each key."""
    known: dict[str, _Read | None] = {}
    found: dict[_Key, tuple[_Read, ...]] = {}
    for key, jti in pairs:
        if jti not in known:
            known[jti] = opened(jti)
        one = known[jti]
        if one is not None and one not in found.get(key, ()):
            found[key] = (*found.get(key, ()), one)
    return found


def _answer(jti: str) -> Answer | None:
    """Open what an answer says of a certificate; None where it is erased or says none."""
    entry = Entry.objects.filter(jti=jti, kind=ANSWERED).select_related("journal").first()
    if entry is None:
        return None
    on, said = _opened(entry, PartRole.CONFIDENTIAL)
    if said is None or not isinstance(said.confidential, CertificateAnswer):
        return None
    return Answer(said.confidential.state, on, said.confidential.since_on, jti)


def _reply(jti: str) -> Reply | None:
    """Open what an inquiry's answer says in words; the words are empty where it was erased."""
    entry = Entry.objects.filter(jti=jti, kind__in=REPLIES).select_related("journal").first()
    if entry is None:
        return None
    on, said = _opened(entry, PartRole.RESTRICTED)
    answer = said.restricted if said is not None else None
    words = _in_words(answer) if isinstance(answer, InquiryAnswer) else ""
    return Reply(on, jti, words)


def _in_words(answer: InquiryAnswer) -> str:
    """What is said to the questions, one after another, as far as it is words."""
    texts = [one.text.text for one in answer.answers if one.text]
    texts += [answer.remarks.text] if answer.remarks else []
    words = " / ".join(texts)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


def _opened(entry: Entry, role: PartRole) -> tuple[date, Compartments | None]:
    """Open one part of a notice, with the day on which it was issued."""
    envelope = read(bytes(entry.token))
    on = datetime.fromtimestamp(envelope.issued_at, UTC).date()
    for part in journals.parts(entry.journal, entry.index, entry.index + 1, roles=(role,)):
        if part.sealed is None:
            continue
        blob = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
        said = contents_read(
            envelope.kind,
            envelope.version,
            statement=envelope.statement,
            parts={role: blob[SALT_BYTES:]},
        )
        return on, said if isinstance(said, Compartments) else None
    return on, None
