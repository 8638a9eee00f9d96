"""Applications opened for the check, with the codes that their pictures show."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kakehashi.acceptance import exams, queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.sealing import Seal
from kakehashi.acceptance.staging import Names, Stated, names_of, usual_of
from kakehashi.core.acceptance_check import facts
from kakehashi.core.acceptance_check.reading import application
from kakehashi.core.certificate import PREFIX
from kakehashi.scanning import NotRead, read_apart


@dataclass(frozen=True, slots=True)
class Looked:
    """An application as it goes into the check.

    `is_unreadable` says that a picture was there and showed no code; `is_changed` that its code
    was read just now, so that its `names` are others than before.
    """

    row: Application
    stated: facts.Application
    names: Names
    is_unreadable: bool = False
    is_changed: bool = False


def look_at(batch: Batch, rows: Iterable[Application], seal: Seal) -> list[Looked]:
    """Open applications and read the pictures that were not read yet."""
    usual, known = usual_of(batch), exams.known()
    made = []
    for row in rows:
        said = seal.open_said(bytes(row.stated), at=f"{row.line}/stated")
        stated = application(said["texts"], usual, known, shifted=said["shifted"])
        names = Names(row.same, row.content, row.person, row.certificate)
        if not row.picture or stated.code:
            made.append(Looked(row, stated, names))
            continue
        code = _code_in(row, seal)
        if not code:
            made.append(Looked(row, stated, names, is_unreadable=True))
            continue
        texts = said["texts"] | {"code": code}
        content = json.dumps(said | {"texts": texts}, ensure_ascii=False, sort_keys=True)
        coded = replace(stated, code=code)
        names = names_of(batch, Stated(row.line, texts, picture=row.picture), coded, content)
        made.append(Looked(row, coded, names, is_changed=True))
    return made


def _code_in(row: Application, seal: Seal) -> str:
    """Read the code of a certificate in a picture; the first code where none is one, or ""."""
    content = queries.picture(row, seal)
    if content is None:
        return ""
    try:
        texts = read_apart(content).texts
    except NotRead:
        return ""
    return next((text for text in texts if text.startswith(PREFIX)), texts[0] if texts else "")
