"""Catalogues of translated texts: collected from the sources, compiled for the program.

`python catalogues.py extract` brings every marked text into the `django.po` of each language under
`locale` and keeps what is translated; `python catalogues.py compile` writes the `.mo` files beside
them. The build calls the second, so that a wheel carries them.
"""

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCES = ROOT / "src" / "kakehashi"
LOCALE = SOURCES / "locale"
# English is the source; every text stands in each of these.
LANGUAGES = ("ja", "km", "tg", "ru")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

TAG = re.compile(
    r"{%\s*(?P<tag>trans|translate|blocktrans|blocktranslate)\b(?P<rest>.*?)%}", re.DOTALL
)
TEXT = re.compile(r"""^\s*(?P<quote>["'])(?P<text>.*?)(?<!\\)(?P=quote)""", re.DOTALL)
ARGUMENT = re.compile(r"""\b_\(\s*(?P<quote>["'])(?P<text>.*?)(?<!\\)(?P=quote)\s*\)""")
CONTEXT = re.compile(r"""\bcontext\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
BLOCK_END = re.compile(r"{%\s*end(?:blocktrans|blocktranslate)\s*%}")
PLURAL = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*([\w.]+)\s*}}")

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def template_texts(
    fileobj: io.BufferedIOBase,
    keywords: object,  # noqa: ARG001 - Babel's
    comment_tags: object,  # noqa: ARG001 - Babel's
    options: object,  # noqa: ARG001 - Babel's
) -> Iterator[Found]:
    """Yield the marked texts of a Django template in the form in which Babel wants them."""
    source = fileobj.read().decode()
    for match in TAG.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        rest = match["rest"]
        context = CONTEXT.search(rest)
        if match["tag"] in ("trans", "translate"):
            text = TEXT.match(rest)
            if text:
                yield _found(line, [text["text"]], context)
            continue
        end = BLOCK_END.search(source, match.end())
        if end is None:
            message = f"line {line}: a translated block without its end"
            raise SystemExit(message)
        forms = PLURAL.split(source[match.end() : end.start()])
        yield _found(line, [_form(form, trimmed="trimmed" in rest) for form in forms], context)
    for match in ARGUMENT.finditer(source):
        yield _found(source.count("\n", 0, match.start()) + 1, [match["text"]], None)


def _form(text: str, *, trimmed: bool) -> str:
    """Write a block as Django looks it up: lines joined when trimmed, variables as `%(name)s`."""
    text = VARIABLE.sub(r"%(\1)s", text.replace("%", "%%"))
    return " ".join(line.strip() for line in text.strip().split("\n")) if trimmed else text


def _found(line: int, forms: list[str], context: re.Match[str] | None) -> Found:
    name = {1: "gettext", 2: "ngettext"}[len(forms)]
    if context:
        name = {1: "pgettext", 2: "npgettext"}[len(forms)]
        forms = [context["text"], *forms]
    return line, name, forms[0] if len(forms) == 1 else tuple(forms), []


def marked_texts() -> Catalog:
    """Collect every marked text under src, naming its file and not its line: diffs stay small.

    Core translates nothing; the English texts of its notices are collected from their declarations.
    """
    from kakehashi.cli import COMMANDS  # noqa: PLC0415 - the build runs before the program is there
    from kakehashi.core.notices import words  # noqa: PLC0415 - likewise

    catalog = Catalog(project="kakehashi", fuzzy=False)
    methods = [
        ("**.py", "python"),
        ("**.html", "catalogues:template_texts"),
        ("**.txt", "catalogues:template_texts"),
    ]
    rows = extract_from_dir(str(SOURCES), method_map=methods, keywords=KEYWORDS)
    for name, _line, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    for text in words.texts():
        catalog.add(text, locations=[("core/notices/words.py", 0)])
    for layout in sorted((SOURCES / "registers" / "layouts").glob("*.toml")):
        if title := tomllib.loads(layout.read_text()).get("title"):
            catalog.add(title, locations=[(layout.relative_to(SOURCES).as_posix(), 0)])
    for module in sorted(COMMANDS.values()):
        path = SOURCES.parent.joinpath(*module.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        catalog.add(described(path), locations=[(path.relative_to(SOURCES).as_posix(), 0)])
    return catalog


def described(command: Path) -> str:
    """Give the first line of a command's docstring, which is its help."""
    docstring = ast.get_docstring(ast.parse(command.read_text())) or ""
    return docstring.partition("\n")[0]


def extract() -> None:
    """Update each catalogue: new texts empty, texts no longer used dropped, nothing guessed."""
    marked = marked_texts()
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read_catalogue(path, language)
        catalog.update(marked, no_fuzzy_matching=True, keep_user_comments=True)
        catalog.obsolete.clear()
        catalog.header_comment = ""
        body = io.BytesIO()
        write_po(body, catalog, width=100, include_lineno=False, sort_output=False)
        path.write_bytes(_undated(body.getvalue()))
        missing = sum(1 for message in catalog if not is_translated(message))
        print(f"{language}: {len(catalog)} texts, {missing} not translated")  # noqa: T201 - a command


def _undated(po: bytes) -> bytes:
    """Drop the header lines that change with every run and say nothing."""
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|'
        rb'Report-Msgid-Bugs-To|Language-Team|Project-Id-Version)[^"]*"\n',
        b"",
        po,
    )


def is_translated(message: Message) -> bool:
    """Say whether every form of a text has its translation; the header counts as translated."""
    text = message.string
    forms = [text] if isinstance(text, str) else list(text or ())
    return not message.id or (bool(forms) and all(forms))


def read_catalogue(path: Path, language: str) -> Catalog:
    """Read a catalogue, or begin an empty one."""
    if not path.exists():
        return Catalog(locale=language, project="kakehashi", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compile_all() -> None:
    """Write each `.mo` beside its `.po`."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalog = read_catalogue(path, path.parent.parent.name)
        body = io.BytesIO()
        write_mo(body, catalog)
        path.with_suffix(".mo").write_bytes(body.getvalue())


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is hatchling's own affair
    """Compiles the catalogues before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Compile; both arguments are the builder's and stay as they are."""
        compile_all()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["extract"]:
            extract()
        case ["compile"]:
            compile_all()
        case _:
            raise SystemExit(__doc__)
