"""A stage: nodes of our own on loopback, made by the same commands that an administrator types."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kakehashi import node

KAKEHASHI = (sys.executable, "-c", "import sys; from kakehashi.cli import main; sys.exit(main())")
PATIENCE_SECONDS = 300.0


class StageFailed(Exception):
    """A command of the stage ended badly; its words say why."""


@dataclass(frozen=True, slots=True)
class Role:
    """A node on the stage: its party, its name, its agreements, and the port it is served on."""

    party: str
    name: str
    agreements: tuple[str, ...]
    port: int

    @property
    def address(self) -> str:
        """Where the counterpart's node reaches it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """Where a browser reaches it: by a name, since passkeys are bound to one."""
        return f"http://localhost:{self.port}"


@dataclass(slots=True)
class Stage:
    """Nodes in one folder, a home each; processes end with `close`, by process id."""

    folder: Path
    roles: tuple[Role, ...]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    actors: dict[str, "Actor"] = field(default_factory=dict)

    def home(self, party: str) -> Path:
        """Say where a node's home is."""
        return self.folder / party.lower()

    def build(
        self,
        *,
        database: Mapping[str, str] | None = None,
        is_demo: bool = False,
        opened_at: datetime | None = None,
        profiles: Path | None = None,
    ) -> None:
        """Make the homes, prepare their databases, and introduce them to each other.

        `opened_at` is when the journals of a demonstration say they were opened; `profiles` a
        folder of agreements, where the package's are not those played.
        """
        opened = ("--opened-at", opened_at.isoformat()) if opened_at else ()
        for role in self.roles:
            url = (database or {}).get(role.party)
            _command(
                *("init", "--home", str(self.home(role.party)), "--name", role.name),
                *("--party", role.party, "--agreement", *role.agreements),
                *(("--database", url) if url else ()),
            )
            self._tell_more(role, is_demo=is_demo, profiles=profiles)
            self.run(role.party, "prepare", *opened)
        for role in self.roles:
            for agreement in role.agreements:
                for other in self.roles:
                    if other is not role and agreement in other.agreements:
                        self._introduce(role, other, agreement)

    def _introduce(self, to: Role, other: Role, agreement: str) -> None:
        done = self.run(other.party, "peer", "card", agreement, "--address", other.address)
        card = self.folder / f"{other.party}-{agreement}.card"
        card.write_text(done.said, encoding="utf-8")
        words = done.complained.split()[-8:]
        self.run(to.party, "peer", "add", str(card), "--words", *words)

    def _tell_more(self, role: Role, *, is_demo: bool, profiles: Path | None) -> None:
        file = self.home(role.party) / "node.toml"
        head, table, rest = file.read_text(encoding="utf-8").partition("\n[")
        said = f'\n[web]\norigin = "{role.origin}"\n'
        demo = "demo = true\n" if is_demo else ""
        own = f'profiles = "{profiles}"\n' if profiles else ""
        file.write_text(f"{head}{demo}{own}{table}{rest}{said}", encoding="utf-8")

    def run(self, party: str, *arguments: str) -> "Done":
        """Run a command inside a node; StageFailed with its words where it fails."""
        said = self.actor(party).act("command", arguments=list(arguments))
        done = Done(**said) if isinstance(said, dict) else Done(1, "", "")
        if done.status:
            raise StageFailed(f"{' '.join(arguments)}: {done.complained or done.said}")
        return done

    def actor(self, party: str) -> "Actor":
        """Give somebody who acts inside a node; one for each, who stays until `close`."""
        if party not in self.actors:
            self.actors[party] = Actor(self.home(party))
        return self.actors[party]

    def raise_curtain(self, parties: Iterable[str] | None = None) -> None:
        """Serve the nodes, and when all of them answer let their workers work."""
        chosen = [role for role in self.roles if parties is None or role.party in parties]
        for role in chosen:
            self.serve(role)
        for role in chosen:
            self.start(role.party, "work")

    def serve(self, role: Role) -> subprocess.Popen[bytes]:
        """Serve one node; returns when it answers. StageFailed where it does not."""
        ready = self.home(role.party) / "run" / "serve.ready"
        ready.unlink(missing_ok=True)
        process = self.start(role.party, "serve", "--bind", f"127.0.0.1:{role.port}")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                log = (ready.with_name("serve.log")).read_text(encoding="utf-8", errors="replace")
                raise StageFailed(f"{role.party} does not answer: {log[-2000:]}")
            time.sleep(0.05)
        return process

    def start(self, party: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on, its words going to a log in the home."""
        log = self.home(party) / "run" / f"{arguments[0]}.log"
        with log.open("ab") as opened:
            process = subprocess.Popen(
                (*KAKEHASHI, *arguments),
                env={**os.environ, node.HOME: str(self.home(party))},
                stdout=opened,
                stderr=opened,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def close(self) -> None:
        """End every process that was started, and let all actors go."""
        for actor in self.actors.values():
            actor.close()
        self.actors.clear()
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        for process in self.running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            if process.poll() is None:
                process.kill()
                process.wait()
        self.running.clear()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: its exit status, what it said, and what it complained of."""

    status: int
    said: str
    complained: str


def _command(*arguments: str) -> None:
    """Run a command that needs no node; StageFailed with its words where it fails."""
    done = subprocess.run((*KAKEHASHI, *arguments), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StageFailed(f"{' '.join(arguments)}: {done.stderr or done.stdout}")


class Actor:
    """A process inside a node's home that does one step after another, as its officers decide."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "kakehashi.cli.demo.actor"),
            env={**os.environ, node.HOME: str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def act(self, what: str, **facts: object) -> object:
        """Have a step done; StageFailed with its words where it is refused."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise StageFailed("the actor has left")
        stdin.write(json.dumps({"what": what, **facts}) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise StageFailed(f"{what}: the actor has left")
        said = json.loads(line)
        if "failed" in said:
            raise StageFailed(f"{what}: {said['failed']}")
        return said["done"]

    def close(self) -> None:
        """Let the actor go."""
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE_SECONDS)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
