"""Every act that goes into the own record has its words for the auditor, and so has each field."""

import ast
from collections.abc import Iterator

from kakehashi.desk.acts import ACTS
from kakehashi.web.desk.particulars import FIELDS
from tests.house.tree import modules

WRITERS = {"record", "note", "_note", "_note_change", "_note_absence"}
NOT_FIELDS = {"act", "now", "particulars"}
"""What a writer takes that is no field of what is written."""


def acts() -> Iterator[tuple[str, str]]:
    """Every act that the source names where it writes one: (act, file)."""
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                for value in _named(node):
                    for one in ast.walk(value):
                        if _is_act(one):
                            yield str(one.value), path.name  # type: ignore[attr-defined]  # a constant, as _is_act says


def fields() -> Iterator[tuple[str, str]]:
    """Every field that the source names where it writes an act: (field, file)."""
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and any(
                _is_act(one) for value in _named(node) for one in ast.walk(value)
            ):
                written = {word.arg for word in node.keywords if word.arg} - NOT_FIELDS
                for one in (*node.args[1:], *(word.value for word in node.keywords)):
                    written |= {key for key in _keys(one) if key}
                yield from ((field, path.name) for field in written)


def _keys(written: ast.expr) -> Iterator[str]:
    """Give the fields that stand in a dict as it is written down there."""
    for node in ast.walk(written):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


def _named(call: ast.Call) -> Iterator[ast.expr]:
    if call.args and _writer(call.func) in WRITERS:
        yield call.args[0]
    yield from (word.value for word in call.keywords if word.arg == "act")


def _writer(named: ast.expr) -> str:
    if isinstance(named, ast.Attribute) and ast.unparse(named.value) == "acts":
        return named.attr
    return named.id if isinstance(named, ast.Name) else ""


def _is_act(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    noun, dot, participle = node.value.partition(".")
    return bool(noun and dot) and (noun + participle).replace("-", "").isalpha()


def test_every_act_has_its_words() -> None:
    missing = sorted((act, file) for act, file in acts() if act not in ACTS)
    assert missing == []


def test_every_field_has_its_words() -> None:
    missing = sorted((field, file) for field, file in fields() if field not in FIELDS)
    assert missing == []


def test_acts_stand_in_their_order() -> None:
    assert list(ACTS) == sorted(ACTS)
