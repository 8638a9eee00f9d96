"""The project's own files, as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "kakehashi"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be in version control, and none that tools made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:  # an unpacked archive has no history
        names = [path for top in ("src", "tests", "docs") for path in (ROOT / top).rglob("*")]
    return tuple(
        path for path in sorted(names) if path.is_file() and "__pycache__" not in path.parts
    )


def modules(top: Path = SOURCES) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python module under a folder, parsed."""
    for path in files():
        if path.suffix == ".py" and top in path.parents:
            yield path, ast.parse(path.read_text())


def name(path: Path) -> str:
    """A path as a reader would write it."""
    return path.relative_to(ROOT).as_posix()
