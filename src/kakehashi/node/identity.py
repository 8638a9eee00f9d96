"""What node.toml says: read whole, or refused with every unknown, missing or wrong key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kakehashi.node.keys import LOCAL
from kakehashi.node.refusal import NodeRefused, Problem, Reason

_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?"
_FORMS: Final[Mapping[str, tuple[type, str]]] = {
    "name": (str, _NAME),
    "party": (str, r"[A-Z][A-Z0-9]{1,11}"),
    "agreements": (list, rf"(?!{LOCAL}$){_NAME}"),
    "profiles": (str, r".+"),
    "demo": (bool, ""),
    "database": (dict, ""),
    "database.url": (str, r"postgres(?:ql)?://.+"),
    "web": (dict, ""),
    "web.origin": (str, r"https?://[^/\s]+"),
    "web.hosts": (list, r"[^/\s]+"),
    "web.behind_proxy": (bool, ""),
    "volume": (dict, ""),
    "volume.hour": (int, ""),
    "volume.day": (int, ""),
    "mail": (dict, ""),
    "mail.host": (str, r"[^/\s]+"),
    "mail.sender": (str, r"[^@\s<>]+@[^@\s<>]+"),
    "mail.port": (int, ""),
    "mail.security": (str, r"starttls|tls|none"),
    "mail.user": (str, r".+"),
    "intake": (dict, ""),
    "intake.exit": (str, r"https?://\S+"),
    "intake.recordings": (str, r".+"),
    "intake.scanner": (str, r"/.+"),
    "retention": (dict, ""),
    "retention.checks": (int, ""),
    "retention.applications": (int, ""),
    "retention.drafts": (int, ""),
}
_LEAST: Final = 30
"""Days below which no period of retention is taken: a slip of the pen erases nothing."""
_REQUIRED: Final = ("name", "party", "agreements")
_MAIL_REQUIRED: Final = ("mail.host", "mail.sender")
SETTINGS: Final = tuple(_FORMS)
"""Every key of node.toml, those of a table as `table.key`."""


@dataclass(frozen=True, slots=True)
class Web:
    """How the node is reached: its public address, the host names it answers to, who proxies.

    `origin` is scheme, host and port ("https://kakehashi.example"); passkeys are bound to it.
    """

    origin: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    behind_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server that takes our digests: `security` is starttls, tls, or none on loopback.

    With a `user` its password stands in `keys/mail.password`.
    """

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """How confidential reports come in.

    `exit` is the harmless page to which a reporter who must leave quickly is brought (None: our
    own first page), `recordings` a folder with questions read aloud, `scanner` the socket file of
    ClamAV's daemon.
    """

    exit: str | None = None
    recordings: str | None = None
    scanner: str | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """How many notices one officer may sign off in an hour and in a day before another looks."""

    hour: int = 60
    day: int = 300


@dataclass(frozen=True, slots=True)
class Retention:
    """After how many days something is erased, with its keys.

    `checks`: what applicants stated in a check, after it was taken in. `applications`: what an
    organization stated, after it was refused, withdrew, or its approval ended. `drafts`: an
    application that was never submitted, after it was last touched.
    """

    checks: int = 365
    applications: int = 1095
    drafts: int = 365


@dataclass(frozen=True, slots=True)
class Identity:
    """What node.toml says. `profiles` is a folder of agreements (None: those of the package)."""

    name: str
    party: str
    agreements: tuple[str, ...]
    profiles: str | None = None
    demo: bool = False
    database: str | None = field(default=None, repr=False)
    web: Web = Web()
    volume: Volume = Volume()
    mail: Mail | None = None
    intake: Intake = Intake()
    retention: Retention = Retention()


def parse(text: str) -> Identity:
    """Read node.toml; NodeRefused with every unknown, missing or wrong key and its line."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise NodeRefused(Problem("node.toml", line, str(error), Reason.NOT_TOML)) from error
    flat = dict(said)
    for table in ("database", "web", "volume", "mail", "intake", "retention"):
        if isinstance(inner := said.get(table), dict):
            flat |= {f"{table}.{key}": value for key, value in inner.items()}
    problems = [p for key, value in flat.items() if (p := _problem(text, key, value))]
    problems += (
        Problem("node.toml", 0, key, Reason.MISSING_KEY)
        for key in (*_REQUIRED, *(_MAIL_REQUIRED if "mail" in flat else ()))
        if key not in flat
    )
    if problems:
        raise NodeRefused(*problems)
    return _identity(said)


def _problem(text: str, key: str, value: object) -> Problem | None:
    line = _line_of(text, key)
    if key not in _FORMS:
        return Problem("node.toml", line, key, Reason.UNKNOWN_KEY)
    kind, form = _FORMS[key]
    items = value if isinstance(value, list) else [value]
    fits = type(value) is kind and (
        not form or all(isinstance(item, str) and re.fullmatch(form, item) for item in items)
    )
    if key.startswith("retention.") and isinstance(value, int) and value < _LEAST:
        return Problem("node.toml", line, key, Reason.WRONG_VALUE, f"{_LEAST}+")
    if fits and (kind is not list or (items and len(set(items)) == len(items))):
        return None
    return Problem("node.toml", line, key, Reason.WRONG_VALUE, form or kind.__name__)


def _line_of(text: str, key: str) -> int:
    """Find the line where a key is set or its table opened; 0 where it is written otherwise."""
    table, _, name = key.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = opened[1]
            if current == key:
                return number
        elif (assigned := re.match(r"\s*([\w.\-\"']+)\s*=", line)) and (
            (current, assigned[1].strip("\"'")) in ((table, name), ("", key))
        ):
            return number
    return 0


def _identity(said: dict[str, Any]) -> Identity:
    web = dict(said.get("web", {}))
    if "hosts" in web:
        web["hosts"] = tuple(web["hosts"])
    return Identity(
        name=said["name"],
        party=said["party"],
        agreements=tuple(said["agreements"]),
        profiles=said.get("profiles"),
        demo=said.get("demo", False),
        database=said.get("database", {}).get("url"),
        web=Web(**web),
        volume=Volume(**said.get("volume", {})),
        mail=Mail(**said["mail"]) if "mail" in said else None,
        intake=Intake(**said.get("intake", {})),
        retention=Retention(**said.get("retention", {})),
    )
