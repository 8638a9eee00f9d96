"""A process that writes a row in one transaction after another: `python writer.py NAME PAUSE`.

It begins when a line comes in, says so after the first commit, and goes on until it is killed.
`PAUSE` is how many seconds it stays inside each transaction; "hold" is a transaction without end.
"""

import sys
import time

from django.conf import settings
from django.db import connection, transaction

from kakehashi import node
from kakehashi.settings import database

this = node.this()
settings.configure(DATABASES={"default": database(this.identity.database, this.home)}, USE_TZ=True)


def write(name: str, pause: float) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO turns (who) VALUES (%s)", [name])
        time.sleep(pause)


def hold(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO turns (who) VALUES (%s)", [name])
        say("holding")
        time.sleep(600)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(name: str, pause: str) -> None:
    connection.ensure_connection()
    say("ready")
    sys.stdin.readline()
    if pause == "hold":
        hold(name)
    write(name, 0)
    say("written")
    while True:
        write(name, float(pause))


main(*sys.argv[1:])
