"""Why a home is refused: every problem in it, with its file, line and place."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a home is refused; the shell that shows it has the words."""

    NO_HOME = "no-home"
    MISSING_FILE = "missing-file"
    READABLE_BY_OTHERS = "readable-by-others"
    NOT_TOML = "not-toml"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_VALUE = "wrong-value"
    NOT_A_KEY = "not-a-key"
    KEY_IS_GONE = "key-is-gone"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the file, the line in it (0: the whole file), which key, and why."""

    file: str
    line: int
    where: str
    reason: Reason
    wanted: str = ""


class NodeRefused(Exception):
    """The home is not one we can run from; nothing was read into use."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.reason} {p.where}" for p in problems))
        self.problems = problems
