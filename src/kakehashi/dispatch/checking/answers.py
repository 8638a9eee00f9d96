"""Queries about applications on their way: drafted, issued, answered; and what was answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kakehashi import node
from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Query
from kakehashi.core.acceptance_check.facts import Answer
from kakehashi.core.envelope import read
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as contents_read
from kakehashi.core.notices.certificates import CertificateAnswer
from kakehashi.core.parts import SALT_BYTES, PartRole
from kakehashi.desk.models import DeskEdition, Draft, Naming, State
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry

ANSWERED: Final = "certificate.query-answered"
ANSWERS: Final = frozenset({ANSWERED, "inquiry.answered", "inquiry.partly-answered"})


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
    """What was answered, by certificate (its token) and by application."""

    by_certificate: Mapping[str, tuple[Answer, ...]]
    by_application: Mapping[int, tuple[Answer, ...]]


def answers_about(agreement: str, certificates: Iterable[str]) -> Answers:
    """Give the answers about some certificates, whoever was asked about with them."""
    wanted = {token for token in certificates if token}
    rows = Query.objects.filter(agreement=agreement).exclude(answer="")
    about = rows.filter(application__certificate__in=wanted).values_list(
        "answer", "application__certificate"
    )
    others = rows.filter(application__certificate="").values_list("answer", "application_id")
    by_certificate: dict[str, tuple[Answer, ...]] = {}
    for jti, token in about:
        by_certificate[token] = (*by_certificate.get(token, ()), *_answer(jti))
    by_application: dict[int, tuple[Answer, ...]] = {}
    for jti, pk in others:
        by_application[pk] = (*by_application.get(pk, ()), *_answer(jti))
    return Answers(by_certificate, by_application)


def _answer(jti: str) -> tuple[Answer, ...]:
    """Open what an answer says of a certificate; nothing where it is erased or says none."""
    entry = Entry.objects.filter(jti=jti, kind=ANSWERED).select_related("journal").first()
    if entry is None:
        return ()
    envelope = read(bytes(entry.token))
    on = datetime.fromtimestamp(envelope.issued_at, UTC).date()
    for part in journals.parts(
        entry.journal, entry.index, entry.index + 1, roles=(PartRole.CONFIDENTIAL,)
    ):
        if part.sealed is None:
            continue
        blob = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
        said = contents_read(
            envelope.kind,
            envelope.version,
            statement=envelope.statement,
            parts={PartRole.CONFIDENTIAL: blob[SALT_BYTES:]},
        )
        if isinstance(said, Compartments) and isinstance(said.confidential, CertificateAnswer):
            answer = said.confidential
            return (Answer(answer.state, on, answer.since_on, jti),)
    return ()
