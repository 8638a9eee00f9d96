"""What an actor does inside a node: reads a step from its input, does it, answers in one line.

Steps are functions by name in modules that the play names; they get the time and facts, and issue
notices through the same door as the desk.
"""

import base64
import json
import os
import sys
from datetime import UTC, datetime
from importlib import import_module

import django
from pydantic import ValidationError

os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
django.setup()

from kakehashi import dispatch, node  # noqa: E402 - needs the settings


def play(said: dict[str, object]) -> object:
    """Do one step."""
    now = datetime.fromtimestamp(float(str(said.pop("now"))), UTC) if "now" in said else _now()
    match said.pop("what"):
        case "bundle":
            return base64.b64encode(
                b"".join(dispatch.write_bundle(str(said["agreement"])))
            ).decode()
        case "take":
            data = base64.b64decode(str(said["data"]))
            answers = list(dispatch.read_bundle(data.splitlines(keepends=True), now=now))
            problems = [answer.problem for answer in answers if answer.problem]
            if problems:
                raise ValueError("; ".join(problems))
            dispatch.catch_up(str(said["agreement"]), now=now)
            return len(answers)
        case "catch-up":
            for agreement in node.this().agreements:
                dispatch.catch_up(agreement, now=now)
            return True
        case step:
            module, _, name = str(step).partition(":")
            return getattr(import_module(module), name)(now=now, **said)


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Do what is asked until nothing more is."""
    for line in sys.stdin:
        try:
            said: dict[str, object] = {"done": play(json.loads(line))}
        except (
            ValidationError,
            dispatch.IssueRefused,
            LookupError,
            ValueError,
            TypeError,
        ) as error:
            said = {"failed": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
