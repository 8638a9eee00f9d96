"""Write docs/vectors: run `python -m tests.core.vectors` from the repository's root."""

import json
from pathlib import Path
from typing import Any

from tests.core.vectors_certificate import certificate
from tests.core.vectors_envelope import envelope
from tests.core.vectors_forms import canonical, ids, keys, parts
from tests.core.vectors_package import bundles, package, pull
from tests.core.vectors_report import report

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"


def published(name: str) -> dict[str, Any]:
    """Read a file as it stands; empty where there is none yet."""
    file = FOLDER / f"{name}.json"
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return found


def made() -> dict[str, dict[str, Any]]:
    """Make all vectors anew; what was sealed at random stays where it still opens."""
    packages = package(published("package"))
    return {
        "canonical": canonical(),
        "ids": ids(),
        "keys": keys(),
        "parts": parts(),
        "envelope": envelope(),
        "package": packages,
        "pull": pull(),
        "bundle": bundles(packages),
        "certificate": certificate(),
        "report": report(published("report")),
    }


def written(vectors: dict[str, Any]) -> str:
    """Give a file's text."""
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name, vectors in made().items():
        (FOLDER / f"{name}.json").write_text(written(vectors))
