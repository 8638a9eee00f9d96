"""What stops a command before or while it runs, in words: what was wrong, where, what to do."""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kakehashi import node
from kakehashi.cli import agreement_words
from kakehashi.cli.running import NotOurs, Unprepared
from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import ProfileRefused


def in_words(error: Exception) -> tuple[str, ...]:
    """Give a line for each thing wrong; nothing where the error is a fault of the program."""
    if isinstance(error, node.NodeRefused):
        return tuple(map(_of_home, error.problems))
    if isinstance(error, ProfileRefused):
        return tuple(
            f"profile.toml:{problem.line}: {agreement_words.refusal(problem)}"
            for problem in error.problems
        )
    if isinstance(error, NotOurs):
        said = _("{name} is none of our agreements — write one of {ours}")
        return (said.format(name=error.name, ours=", ".join(error.ours)),)
    if isinstance(error, OSError) and error.filename:
        return (_("refused: {what}").format(what=f"{error.filename}: {error.strerror}"),)
    return tuple(_of_database(error))


def _of_home(problem: node.Problem) -> str:
    wrong, remedy = _REASONS[problem.reason]()
    wanted = _FORMS.get(problem.where, lambda: problem.wanted)()
    told = f"{wrong} — {remedy}".format(where=problem.where, wanted=wanted)
    return f"{problem.file}:{problem.line}: {told}" if problem.line else told


def _of_database(error: Exception) -> Iterator[str]:
    """Word what the database says of itself; where no database was at hand, nothing."""
    what = str(error).partition("\n")[0]
    if isinstance(error, Unprepared) or _lacks_a_table(error):
        said = _("the database is not of this release ({what}) — run `kakehashi prepare`")
        yield said.format(what=what)
    elif _is_of_database(error, "OperationalError"):
        said = _("the database does not answer ({what}) — see that it runs, then try again")
        yield said.format(what=what)


def _lacks_a_table(error: Exception) -> bool:
    """Of a table or a column SQLite says "no such", PostgreSQL "does not exist".

    PostgreSQL says the latter of a whole database too, and of whom it does not let in: those are
    of another class, since nothing could be asked.
    """
    said = str(error)
    return ("no such" in said and _is_of_database(error, "OperationalError")) or (
        "does not exist" in said and _is_of_database(error, "ProgrammingError")
    )


def _is_of_database(error: Exception, kind: str) -> bool:
    """Tell an error of Django's database layer, which most commands never load."""
    module = sys.modules.get("django.db.utils")
    return module is not None and isinstance(error, getattr(module, kind))


_Words = Callable[[], tuple[str, str]]

_REASONS: Final[Mapping[node.Reason, _Words]] = {
    node.Reason.NO_HOME: lambda: (
        _("no home of a node is named"),
        _("give --home FOLDER, or set KAKEHASHI_HOME"),
    ),
    node.Reason.MISSING_FILE: lambda: (
        _("{where} is not there"),
        _("name the right folder, or bring the file back from its copy"),
    ),
    node.Reason.READABLE_BY_OTHERS: lambda: (
        _("others on this machine may read {where}"),
        _("close it: chmod {wanted} {where}"),
    ),
    node.Reason.NOT_TOML: lambda: (
        _("this is not TOML: {where}"),
        _("mend the text on this line"),
    ),
    node.Reason.UNKNOWN_KEY: lambda: (
        _("there is no key {where}"),
        _("remove it, or correct its spelling"),
    ),
    node.Reason.MISSING_KEY: lambda: (_("{where} is missing"), _("add it")),
    node.Reason.WRONG_VALUE: lambda: (_("{where}: wrong value"), _("expected: {wanted}")),
    node.Reason.NOT_A_KEY: lambda: (
        _("{where} is not a key of its kind"),
        _("bring the file back from its copy"),
    ),
    node.Reason.KEY_IS_GONE: lambda: (
        _("{where}: the journal names a key ({wanted}) that no file holds"),
        _("bring the file back from its copy"),
    ),
}

_FORMS: Final[Mapping[str, Callable[[], str]]] = {
    "name": lambda: _("a host name in small letters, such as kakehashi.example"),
    "agreements": lambda: _("names of agreements in small letters, each once, such as jp-kh-2019"),
    "database.url": lambda: "postgresql://USER@HOST/NAME",
    "web.origin": lambda: "https://kakehashi.example",
    "web.hosts": lambda: _("host names, such as kakehashi.example"),
    "mail.host": lambda: _("a host name in small letters, such as kakehashi.example"),
    "mail.sender": lambda: "desk@kakehashi.example",
    "intake.exit": lambda: "https://…",
    "intake.scanner": lambda: "/run/clamav/clamd.ctl",
}
"""What is expected of a key, where its form is a pattern that nobody reads."""
