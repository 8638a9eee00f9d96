"""A stage for tests: its nodes have their tables from the start."""

from kakehashi.cli.demo.stage import Done, Stage
from tests import homes


class Staged(Stage):
    """A stage whose nodes on SQLite need not migrate."""

    def run(self, party: str, *arguments: str) -> Done:
        """Run a command inside a node, which has its tables when it is prepared."""
        if arguments[0] == "prepare":
            homes.lay_tables(self.home(party))
        return super().run(party, *arguments)
