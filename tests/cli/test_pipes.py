"""A command whose output nobody reads to its end."""

import subprocess
import sys


def test_a_reader_who_stops_reading_is_no_error() -> None:
    program = "import sys; from kakehashi.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "agreement", "check"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")
