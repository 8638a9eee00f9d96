"""Write the published JSON Schemas: `python -m tests.core.notices.publish_schemas`."""

import json
from pathlib import Path

from kakehashi.core.notices import KINDS, schema

FOLDER = Path(__file__).parents[3] / "docs" / "schemas"
COMMAND = ".venv/bin/python -m tests.core.notices.publish_schemas"


def text(kind: str) -> str:
    return json.dumps(schema(kind), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def publish() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.json"):
        if old.stem not in KINDS:
            old.unlink()
    for kind in KINDS:
        (FOLDER / f"{kind}.json").write_text(text(kind), encoding="utf-8")


if __name__ == "__main__":
    publish()
