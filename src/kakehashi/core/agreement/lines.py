"""On which line of a TOML text each key, table and element stands.

`tomllib` gives values without places. This reads only texts that `tomllib` has accepted, so it
follows the shape of TOML 1.0 and decides nothing about it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

Path = tuple[str | int, ...]

_BARE_ENDS = ",]}#\n"


class NotToml(ValueError):
    """A text that is not TOML: the line of the fault, and what `tomllib` says of it."""

    def __init__(self, line: int, detail: str) -> None:
        self.line = line
        self.detail = detail
        super().__init__(f"line {line}: {detail}")


class Lines(Mapping[Path, int]):
    """The line of every value of valid TOML; looked for when the first is asked, if ever.

    Asking raises RecursionError where the text is nested more deeply than the interpreter follows.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[Path, int]:
        return line_numbers(self._text)

    def __getitem__(self, path: Path) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def read_toml(text: str) -> tuple[dict[str, object], Lines]:
    """Give the values of a TOML text, and the line of each.

    Raises:
        NotToml: with the line.
        RecursionError: nested more deeply than the interpreter follows.

    """
    try:
        return tomllib.loads(text), Lines(text)
    except ValueError as error:  # tomllib's own error, and what a huge integer raises
        message = str(error)
        place = _PLACE.search(message)
        last = text.count("\n") + 1
        line = int(place[1] or last) if place else 1
        raise NotToml(line, message[: place.start()].strip() if place else message) from None


_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)$")


def line_numbers(text: str) -> dict[Path, int]:
    """Give the line (from 1) of every key, table and array element of valid TOML.

    Raises:
        RecursionError: nested more deeply than the interpreter follows.

    """
    scan = _Scan(text.replace("\r\n", "\n"))
    scan.document()
    return scan.found


def line_of(lines: Mapping[Path, int], path: Iterable[str | int]) -> int:
    """Give the line of `path`, or of the nearest table around it that has one."""
    steps = tuple(path)
    while steps and steps not in lines:
        steps = steps[:-1]
    return lines.get(steps, 1)


class _Scan:
    """One pass over the text; `found` fills as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self.skip_blank():
            if self.text.startswith("[[", self.at):
                self.move(2)
                table = self.element_header(self.key())
                self.move(2)
            elif self.peek() == "[":
                self.move(1)
                table = self.table_header(self.key())
                self.move(1)
            else:
                self.pair(table)

    def element_header(self, keys: list[str]) -> Path:
        path = (*self.resolve(keys[:-1]), keys[-1])
        self.note(path)
        index = self.sizes.get(path, 0)
        self.sizes[path] = index + 1
        return self.note((*path, index))

    def table_header(self, keys: list[str]) -> Path:
        return self.note(self.resolve(keys), again=True)

    def resolve(self, keys: list[str]) -> Path:
        """Follow a header's keys, into the latest element of every array of tables."""
        path: Path = ()
        for key in keys:
            path = self.note((*path, key))
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        return path

    def pair(self, table: Path) -> None:
        path = table
        for key in self.key():
            path = self.note((*path, key))
        self.move(1)  # the equals sign
        self.skip_spaces()
        self.value(path)

    def value(self, path: Path) -> None:
        match self.peek():
            case '"' | "'":
                self.string()
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case _:
                while self.at < len(self.text) and self.peek() not in _BARE_ENDS:
                    self.move(1)

    def array(self, path: Path) -> None:
        self.move(1)
        index = 0
        while self.skip_blank() and self.peek() != "]":
            self.value(self.note((*path, index)))
            index += 1
            self.skip_blank()
            if self.peek() == ",":
                self.move(1)
        self.move(1)

    def inline_table(self, path: Path) -> None:
        self.move(1)
        while self.skip_blank() and self.peek() != "}":
            self.pair(path)
            self.skip_blank()
            if self.peek() == ",":
                self.move(1)
        self.move(1)

    def key(self) -> list[str]:
        """Read a dotted key and stop at what follows it (`=`, `]`)."""
        keys = []
        while True:
            self.skip_spaces()
            start = self.at
            if self.peek() in {'"', "'"}:
                self.string()
                keys.append(str(tomllib.loads(f"k={self.text[start : self.at]}")["k"]))
            else:
                while self.peek().isalnum() or self.peek() in {"-", "_"}:
                    self.move(1)
                keys.append(self.text[start : self.at])
            self.skip_spaces()
            if self.peek() != ".":
                return keys
            self.move(1)

    def string(self) -> None:
        quote = self.peek()
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.move(len(fence))
        while self.at < len(self.text) and not self.text.startswith(fence, self.at):
            self.move(2 if quote == '"' and self.peek() == "\\" else 1)
        self.move(len(fence))
        while len(fence) == 3 and self.peek() == quote:  # up to two quotes may end the content
            self.move(1)

    def skip_spaces(self) -> None:
        while self.peek() in {" ", "\t"}:
            self.move(1)

    def skip_blank(self) -> bool:
        """Pass over spaces, line ends and comments; say whether anything is left."""
        while self.peek() in {" ", "\t", "\n", "#"}:
            if self.peek() == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                self.move(1)
        return self.at < len(self.text)

    def note(self, path: Path, *, again: bool = False) -> Path:
        if again or path not in self.found:
            self.found[path] = self.line
        return path

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def move(self, count: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count
