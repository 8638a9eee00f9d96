"""What an actor does inside a node: reads a step from its input, does it, answers in one line.

Steps are functions by name in modules that the play names; they get the time and facts, and issue
notices through the same door as the desk.
"""

import base64
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO

import django
from pydantic import ValidationError

os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
django.setup()

from kakehashi import cli, dispatch  # noqa: E402 - needs the settings
from kakehashi.core.ways_out import Gate, Way, lets_out  # noqa: E402 - after the settings


@lets_out(Way.BUNDLE, gate=Gate.COUNTERPART)
def play(said: dict[str, object]) -> object:
    """Do one step."""
    now = datetime.fromtimestamp(float(str(said.pop("now"))), UTC) if "now" in said else _now()
    match said.pop("what"):
        case "command":
            arguments = said["arguments"]
            return _command(
                [str(part) for part in arguments] if isinstance(arguments, list) else []
            )
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
        case step:
            module, _, name = str(step).partition(":")
            return getattr(import_module(module), name)(now=now, **said)


def _command(arguments: object) -> dict[str, object]:
    """Run one of the node's commands here, where everything is loaded already."""
    if not isinstance(arguments, list):
        raise TypeError("a command is a list of words")
    said, complained = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        status = cli.main(arguments)
    return {"status": status, "said": said.getvalue(), "complained": complained.getvalue()}


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
