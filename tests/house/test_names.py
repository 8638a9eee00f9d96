"""Words and places: what a thing is called says what it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, SOURCES, files, modules, name

NAMELESS = re.compile(
    r"\A(utils?|helpers?|services?|managers?|signals|base|constants|common|misc)\Z"
)
# A base.py in these folders is where Django looks for a database backend.
BACKENDS = re.compile(r"\Asrc/kakehashi/database/(sqlite|postgresql)/base\.py\Z")
# What Django calls by name on a middleware.
FRAMEWORKS = {"process_view", "process_exception"}
PREFIXES = ("get_", "do_", "handle_", "process_")
SUFFIXES = ("Manager", "Helper", "Service", "Data", "Info", "Base", "Mixin")
LATER = re.compile(r"\b(TO{}DO|FIX{}ME|raise NotImplemented{}Error)\b".replace("{}", ""))
# Built from pieces, so that this file does not hold what it looks for.
ADDRESSES = re.compile(
    r"py{}pi\.org|registry\.np{}mjs|python{}hosted|/wo{}rk/|/home/\w+/".replace("{}", "")
)
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "os.urandom")
BINARY = {".woff2", ".png", ".xlsx", ".mo", ".ico"}


def defined(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def overridden(tree: ast.Module) -> set[str]:
    """Methods of classes that extend something: a framework may have chosen their names."""
    return {
        method.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.bases
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }


def texts() -> Iterator[tuple[Path, str]]:
    for path in files():
        if path.suffix not in BINARY and "vendor" not in path.parts:
            yield path, path.read_text(errors="replace")


def test_no_module_is_named_for_nothing() -> None:
    found = [
        name(path)
        for path in files()
        if NAMELESS.match(path.stem) and path.suffix == ".py" and not BACKENDS.match(name(path))
    ]
    assert found == []


def test_functions_are_verbs_that_say_what_is_done() -> None:
    found = [
        f"{name(path)}: {node.name}"
        for path, tree in modules()
        for node in defined(tree)
        if node.name.lstrip("_").startswith(PREFIXES)
        and node.name not in overridden(tree) | FRAMEWORKS
    ]
    assert found == []


def test_classes_are_things_and_not_roles_of_code() -> None:
    found = [
        f"{name(path)}: {node.name}"
        for path, tree in modules()
        for node in defined(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(SUFFIXES)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name(path)}:{number}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if LATER.search(line)
    ]
    assert found == []


def test_no_address_of_a_machine_or_of_a_registry_stands_in_the_tree() -> None:
    found = [
        f"{name(path)}:{number}"
        for path, text in texts()
        if path.name != "LICENSE"
        for number, line in enumerate(text.splitlines(), 1)
        if ADDRESSES.search(line)
    ]
    assert found == []


def test_files_are_named_in_small_letters() -> None:
    usual = {"README.md", "ARCHITECTURE.md", "LICENSE", "NOTICE", "Makefile", "OFL.txt"}
    found = [
        name(path)
        for path in files()
        if path.name not in usual
        and "LC_MESSAGES" not in path.parts
        and not re.fullmatch(r"[a-z0-9_.\-]+", path.name)
    ]
    assert found == []


def test_tests_are_named_as_sentences() -> None:
    found = [
        f"{name(path)}: {node.name}"
        for path, tree in modules(ROOT / "tests")
        for node in defined(tree)
        if node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert found == []


def test_nothing_is_skipped_or_expected_to_fail() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in modules(ROOT / "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "xfail"
    ]
    assert found == []


def test_core_reads_no_clock() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in modules(SOURCES / "core")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and f"{ast.unparse(node.value).rpartition('.')[2]}.{node.attr}" in CLOCKS
    ]
    assert found == []


def test_core_opens_no_file() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path, tree in modules(SOURCES / "core")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("open", "print", "input", "eval", "exec")
    ]
    assert found == []
