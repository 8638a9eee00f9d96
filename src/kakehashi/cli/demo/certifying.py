"""Certificates of the demonstration: issued, suspended, revoked. All of it is invented."""

import csv
import os
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import segno

from kakehashi import cli
from kakehashi.cli.certificate.root import PASSPHRASE
from kakehashi.cli.demo.applying import PAPER, approve_one
from kakehashi.cli.demo.play import OFFICERS
from kakehashi.cli.demo.stage import Stage, StageFailed

CERTIFIER: Final = "KH"
AGREEMENT: Final = "jp-kh-2019"
FOLDER: Final = "certificates"
HOLDER: Final = "holder"
LIST: Final = "applicants.csv"
_HERE: Final = "kakehashi.cli.demo.certifying"
_ROOT_WORDS: Final = "an invented root of nobody"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An invented candidate, and what becomes of her certificate: `ending` as in `EndingWhat`."""

    native: str
    latin: str
    born_on: str
    passport: str
    field: str
    ending: str = ""


CANDIDATES: Final = (
    Candidate("ចាន់ ស្រីពៅ", "CHAN, SREYPOV", "2001-03-14", "N99000001", "nursing-care"),
    Candidate("គឹម វិចិត្រ", "KIM, VICHET", "1998-11-02", "N99000002", "agriculture", "suspend"),
    Candidate("នួន ធីតា", "NUON, THIDA", "2003-07-29", "N99000003", "nursing-care", "revoke"),
)
WAITING: Final = Candidate("លី មករា", "LY, MAKARA", "2000-01-19", "N99000004", "agriculture")
"""Her case is proposed and waits for the second officer."""


def certify_candidates(stage: Stage) -> None:
    """Approve an organization and certify its candidates, under a root that no node ever sees.

    Leaves each code as a picture, and a list of applicants for Japan's check.
    """
    actor, officers = stage.actor(CERTIFIER), list(OFFICERS[CERTIFIER])
    organization = approve_one(stage)
    request = str(actor.act(f"{_HERE}:request_keys", agreement=AGREEMENT))
    issued = actor.act(
        f"{_HERE}:certify",
        agreement=AGREEMENT,
        officers=officers,
        organization=organization,
        published=_certified(stage.folder, request),
    )
    if not isinstance(issued, dict):
        raise StageFailed("certificates")
    _leave_codes(stage.folder, issued)


def holder_words(stage: Stage) -> str:
    """The words that open the first candidate's own page."""
    return (stage.folder / FOLDER / HOLDER).read_text(encoding="utf-8")


def _certified(folder: Path, request: str) -> str:
    """Certify a request with a root made for it, by the commands of the machine offline."""
    root, asked, keys = (folder / name for name in ("root.pem", "keys.request", "keys.json"))
    asked.write_text(request, encoding="utf-8")
    os.environ[PASSPHRASE] = _ROOT_WORDS
    try:
        with redirect_stdout(StringIO()):
            failed = cli.main(["certificate", "root", "make", str(root)]) or cli.main(
                ["certificate", "root", "certify", str(root), str(asked), "--to", str(keys)]
            )
    finally:
        del os.environ[PASSPHRASE]
    if failed:
        raise StageFailed("certificate root")
    return keys.read_text(encoding="utf-8")


def _leave_codes(folder: Path, issued: Mapping[str, str]) -> None:
    to = folder / FOLDER
    to.mkdir(mode=0o700)
    (to / HOLDER).write_text(issued["holder"], encoding="utf-8")
    rows, today = [], datetime.now(ZoneInfo("Asia/Tokyo")).date().isoformat()
    for number, one in enumerate(CANDIDATES, 1):
        code = issued[one.passport]
        what = {"": "valid", "suspend": "suspended", "revoke": "revoked"}[one.ending]
        segno.make(code, error="m", micro=False).save(str(to / f"{what}.png"), scale=6, border=4)
        said = (one.latin.replace(", ", " "), one.native, one.born_on, one.passport, one.field)
        rows.append((f"A-{number}", *said, today, code))
    with (folder / LIST).open("w", encoding="utf-8", newline="") as file:
        heads = ("Reference", "Name", "Native name", "Date of birth", "Passport", "Field")
        csv.writer(file).writerows([(*heads, "Applied on", "Code"), *rows])


def request_keys(*, agreement: str, now: datetime) -> str:
    """Inside a node: make keys for two months, and the request for the root."""
    from kakehashi.certificates import keys

    return keys.make_keys(agreement, first=keys.today(agreement, now), months=2).decode()


def certify(
    *, agreement: str, officers: list[str], organization: str, published: str, now: datetime
) -> dict[str, str]:
    """Inside a node: two officers take the keys, approve cases, and end two certificates.

    Gives the code of each certificate by passport, and the first holder's words under `holder`.
    """
    import secrets

    from kakehashi.accounts.models import Officer
    from kakehashi.certificates import actions, endings, holders, sealing
    from kakehashi.certificates.models import EndingWhat
    from kakehashi.core.notices.certificates import CertificateEndWhy
    from kakehashi.core.reporting.code import CHANCE
    from kakehashi.dispatch import announcing, certifying
    from kakehashi.dispatch.issuing_keys import take_and_announce

    first, second = (Officer.objects.get(username=name).pk for name in officers)
    take_and_announce(agreement, published.encode(), officers=(first, second), now=now)
    _propose(agreement, WAITING, organization, by=first, now=now)
    said = {}
    for one in CANDIDATES:
        case = _propose(agreement, one, organization, by=first, now=now)
        actions.approve_case(case, revision=case.revision, by=second, now=now)
        (row,) = certifying.issue_waiting(agreement, now=now).issued
        said[one.passport] = sealing.code_of(row)
        if not said.get("holder"):
            chance = secrets.token_bytes(CHANCE)
            said["holder"] = holders.make_code(case, chance=chance, by=first, now=now)
        if one.ending:
            ending = endings.propose_ending(
                row, EndingWhat(one.ending), why=CertificateEndWhy.INQUIRY, by=first, now=now
            )
            certifying.decide_ending(ending, by=second, now=now)
    announcing.announce(agreement, now=now)
    return said


def _propose(agreement: str, one: Candidate, organization: str, *, by: int, now: datetime) -> Any:  # noqa: ANN401 - a row
    """Open a case, note every step with its evidence, and propose it."""
    from kakehashi.certificates import actions
    from kakehashi.certificates.models import CandidateCase
    from kakehashi.certificates.procedures import procedure
    from kakehashi.core.certificate.case import CandidateCase as Content

    content = Content.model_validate(_stated(one, organization, now.date()))
    case = actions.open_case(agreement, content, by=by, now=now)
    for step in procedure(agreement).of(case.route):
        actions.note_step(case, step.id, done_on=now.date(), evidence=PAPER, by=by, now=now)
    actions.propose_case(case, revision=0, by=by, now=now)
    return CandidateCase.objects.get(pk=case.pk)


def _stated(one: Candidate, organization: str, today: date) -> dict[str, object]:
    """What a case says of a candidate."""

    def on(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    def dollars(amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": "USD"}

    return {
        "candidate": {
            "names": [{"text": one.native, "lang": "km", "script": "Khmr"}],
            "latin_name": one.latin,
            "born_on": one.born_on,
            "passport": one.passport,
        },
        "organization": organization,
        "employer": {"names": [{"text": "架空介護株式会社", "lang": "ja", "script": "Jpan"}]},
        "field": one.field,
        "job_category": "Care worker" if one.field == "nursing-care" else "Farm worker",
        "route": "from-abroad",
        "terms": {
            "wage": {"monthly": {"amount": "198000", "currency": "JPY"}},
            "from_on": on(60),
            "until_on": on(60 + 3 * 365),
        },
        "fees": [
            {
                "payer": "candidate",
                "payee": "sending-organization",
                "purpose": "training",
                "amount": dollars("600"),
                "basis": {"lang": "km", "text": "រៀនភាសាជប៉ុន ៤៨០ ម៉ោង ១.២៥ ដុល្លារក្នុងមួយម៉ោង"},
                "parts": [
                    {"what": "សៀវភៅ", "amount": dollars("50")},
                    {"what": "មេរៀន", "amount": dollars("550")},
                ],
                "explained_on": on(-40),
            }
        ],
        "exams": [
            {
                "kind": "language",
                "name": "JFT-Basic",
                "number": f"JFT-99-{one.passport[-6:]}",
                "passed_on": on(-150),
            }
        ],
        "valid_until_on": on(180),
    }
