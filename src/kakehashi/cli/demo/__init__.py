"""Start three nodes on this machine, with a year of invented notices and two officers each."""

import argparse
import contextlib
import shutil
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from kakehashi.cli.demo.applying import APPROVED_ACCOUNT, LEFT, PASSWORD, leave_applications
from kakehashi.cli.demo.certifying import (
    CERTIFIER,
    LIST,
    certify_candidates,
    holder_words,
)
from kakehashi.cli.demo.certifying import (
    FOLDER as CERTIFICATES,
)
from kakehashi.cli.demo.play import OFFICERS, Play
from kakehashi.cli.demo.reporting import PASSPHRASE, leave_reports, left
from kakehashi.cli.demo.stage import Role, Stage, StageFailed
from kakehashi.cli.demo.year import KH, TJ, perform
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _

FOLDER = Path(".demo")
NAMES = {"JP": "kakehashi.jp.example", "KH": "kakehashi.kh.example", "TJ": "kakehashi.tj.example"}
COUNTRIES = {"JP": "Japan", "KH": "Cambodia", "TJ": "Tajikistan"}
DISPLAY = {
    "tanaka": "田中 一郎",
    "suzuki": "鈴木 花子",
    "sokha": "សុខា",
    "bopha": "បុប្ផា",
    "rustam": "Рустам",
    "zarina": "Зарина",
}
LANGUAGES = {"JP": "ja", "KH": "km", "TJ": "tg"}
SHARED_ROLES = ("reads-confidential", "audits")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--folder", type=Path, default=FOLDER, help=_("where the homes are made"))
    parser.add_argument("--port", type=int, default=8101, help=_("the first of three ports"))
    parser.add_argument("--keep", action="store_true", help=_("go on with the homes of last time"))
    parser.add_argument("--leave", action="store_true", help=_("set up, show, and stop at once"))


def run(arguments: argparse.Namespace) -> int:
    """Set the stage, play the year, and serve until told to stop."""
    began = monotonic()
    stage = Stage(arguments.folder.absolute(), _roles(arguments.port))
    is_new = not (arguments.keep and stage.folder.exists())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stopped.set())
    try:
        if is_new:
            _set_up(stage)
        stage.raise_curtain()
        print(_("Ready after {seconds:.0f} seconds.").format(seconds=monotonic() - began))
        _programme(stage, arguments.folder)
        if not arguments.leave:
            stopped.wait()
    except StageFailed as failure:
        complain(_("refused: {what}").format(what=failure))
        return 1
    finally:
        stage.close()
    return 0


def _roles(port: int) -> tuple[Role, ...]:
    agreements = {"JP": (KH, TJ), "KH": (KH,), "TJ": (TJ,)}
    return tuple(
        Role(party, NAMES[party], agreements[party], port + offset)
        for offset, party in enumerate(NAMES)
    )


def _set_up(stage: Stage) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(stage.folder)
    stage.folder.mkdir(parents=True, mode=0o700)
    print(_("Making three nodes in {folder} …").format(folder=stage.folder))
    today = datetime.now(UTC)
    stage.build(is_demo=True, opened_at=today - timedelta(days=366))
    _add_officers(stage)
    leave_reports(stage)
    print(_("Playing a year of invented notices …"))
    perform(Play(stage, today - timedelta(days=366)), end=today.date() - timedelta(days=2))
    leave_applications(stage)
    certify_candidates(stage)


def _add_officers(stage: Stage) -> None:
    for role in stage.roles:
        drafter, decider = OFFICERS[role.party]
        for officer, kinds in ((drafter, ("drafts", "examines")), (decider, ("decides",))):
            roles = [part for kind in (*kinds, *SHARED_ROLES) for part in ("--role", kind)]
            done = stage.run(
                role.party,
                *("officer", "add", officer, "--display", DISPLAY[officer], "--totp"),
                *("--language", LANGUAGES[role.party], *roles),
            )
            file = stage.folder / f"{officer}.sign-in"
            file.write_text(done.said, encoding="utf-8")
            file.chmod(0o600)


def _programme(stage: Stage, folder: Path) -> None:
    """Say where everything is, how to sign in, and one thing to try."""
    for role in stage.roles:
        print(f"\n{COUNTRIES[role.party]:<12} {role.origin}/")
        for officer in OFFICERS[role.party]:
            secret = (stage.folder / f"{officer}.sign-in").read_text(encoding="utf-8")
            password = secret.splitlines()[0]
            print(f"    {officer:<8} {password}")
        if role.party in LEFT:
            print(f"    {role.origin}/apply/  {LEFT[role.party][1]}  {PASSWORD}")
        if role.party == CERTIFIER:
            print(f"    {role.origin}/apply/  {APPROVED_ACCOUNT}  {PASSWORD}")
            print(
                _("    a candidate's own page opens with: {code}").format(code=holder_words(stage))
            )
            print(f"    {role.origin}/mine/")
        lang, report_code = left(stage, role.party)
        print(_("    a report waits; its code opens it: {code}").format(code=report_code))
        print(f"    {role.origin}/r/{lang}/back/")
    code = f"KAKEHASHI_HOME={folder}/jp .venv/bin/kakehashi officer code tanaka"
    print(
        "\n"
        + _("A sign-in also asks for a code that changes; for tanaka: {command}").format(
            command=code
        )
    )
    print(_("Each desk speaks its officers' language; every page has the others at its top."))
    print(
        _(
            "Try this: sign in at Cambodia's desk as sokha and examine the application that waits; "
            "decide it as bopha; then look the organization up on Japan's page."
        )
    )
    japan = next(role for role in stage.roles if role.party == "JP")
    print(
        _(
            "Or: check the certificates of candidates in {folder} (one is suspended, one revoked) "
            "on {page}, by photo; have Japan's desk check {list} as tanaka; or open a candidate at "
            "Cambodia's desk as sokha and hand out the picture for her phone."
        ).format(
            folder=folder / CERTIFICATES,
            page=f"{japan.origin}/verify/",
            list=folder / LIST,
        )
    )
    words = _("Reports open for each of these officers with the passphrase: {words}")
    print(words.format(words=PASSPHRASE))
    print(_("Ctrl-C ends it."))
