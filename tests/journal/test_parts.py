from pathlib import Path

import pytest
from django.db import connection

from kakehashi.journal import queries
from kakehashi.journal.actions import (
    DoesNotFit,
    erase_part,
    excuse_part,
    extend,
    store_part,
)
from kakehashi.journal.at_rest import Damaged, Sealed, decrypt_part, encrypt_part
from kakehashi.journal.models import Journal, SealedPart
from kakehashi.journal.new import NewPart
from kakehashi.journal.queries import Presence
from kakehashi.node import Node
from tests.journal import make

CONTENT = b"the confidential grounds of a revocation"


def _journal_with(*parts: NewPart) -> Journal:
    return extend(journal=make.our_journal(), entries=[make.entry("a", *parts)], now=make.NOW)


def _awaited(part: NewPart) -> tuple[NewPart, Sealed]:
    assert part.sealed is not None
    late = NewPart(part.role, part.classification, part.length, part.commitment)
    return late, part.sealed


@pytest.mark.django_db
def test_a_part_is_read_back_with_its_salt(this: Node) -> None:
    journal = _journal_with(make.part(b"public"), make.part(CONTENT, role="confidential"))

    blob = queries.part_content(journal, 0, 1, storage_keys=this.storage_keys)

    assert blob is not None
    assert blob[32:] == CONTENT


@pytest.mark.django_db
def test_an_erased_part_is_gone_while_its_entry_still_verifies(this: Node) -> None:
    journal = _journal_with(make.part(CONTENT))

    erase_part(journal=journal, index=0, number=0)

    assert queries.part_content(journal, 0, 0, storage_keys=this.storage_keys) is None
    assert [part.presence for part in queries.parts(journal, 0, 1)] == [Presence.ERASED]
    assert queries.root_at(journal, 1) == journal.tree.root()
    assert not list(queries.missing_parts(journal))


@pytest.mark.django_db
def test_a_part_that_comes_later_is_awaited_and_then_held(this: Node) -> None:
    late, sealed = _awaited(make.part(CONTENT, role="attachment"))
    journal = _journal_with(make.part(b"public"), late)
    assert [(part.index, part.number) for part in queries.missing_parts(journal)] == [(0, 1)]

    assert store_part(journal=journal, index=0, number=1, part=sealed)
    assert not store_part(journal=journal, index=0, number=1, part=sealed)

    assert not list(queries.missing_parts(journal))
    blob = queries.part_content(journal, 0, 1, storage_keys=this.storage_keys)
    assert blob is not None
    assert blob[32:] == CONTENT


@pytest.mark.django_db
def test_only_what_a_signed_entry_commits_to_is_stored() -> None:
    late, _ = _awaited(make.part(CONTENT))
    journal = _journal_with(late)
    other = make.part(b"something else").sealed
    assert other is not None

    with pytest.raises(DoesNotFit):
        store_part(journal=journal, index=0, number=0, part=other)
    with pytest.raises(DoesNotFit):
        store_part(journal=journal, index=0, number=1, part=other)
    with pytest.raises(DoesNotFit):
        excuse_part(journal=journal, index=7, number=0, token=b"", now=make.NOW)

    assert not SealedPart.objects.exists()


@pytest.mark.django_db
def test_an_excused_part_is_awaited_no_more() -> None:
    late, _ = _awaited(make.part(CONTENT))
    journal = _journal_with(late)

    assert excuse_part(journal=journal, index=0, number=0, token=b"token", now=make.NOW)
    assert not excuse_part(journal=journal, index=0, number=0, token=b"token", now=make.NOW)

    assert not list(queries.missing_parts(journal))
    assert [part.presence for part in queries.parts(journal, 0, 1)] == [Presence.EXCUSED]


@pytest.mark.parametrize("place", ["sealed", "wrapped", "commitment"])
def test_a_flipped_bit_at_rest_is_noticed(this: Node, place: str) -> None:
    commitment = bytes(32)
    part = encrypt_part(CONTENT, commitment=commitment, storage_key=this.storage_key)
    fields = {name: getattr(part, name) for name in ("commitment", "sealed", "wrapped", "storage")}
    fields[place] = bytes([fields[place][0] ^ 1]) + fields[place][1:]

    with pytest.raises(Damaged):
        decrypt_part(Sealed(**fields), storage_keys=this.storage_keys)


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_database_ever_holds_the_content_of_a_part() -> None:
    journal = _journal_with(make.part(CONTENT))
    erase_part(journal=journal, index=0, number=0)

    found = _stored_bytes()

    assert b"notice" in found or b"message.sent" in found
    assert CONTENT not in found


def _stored_bytes() -> bytes:
    """Every byte that the database has on the disk, or every row where the disk is not ours."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        files = Path(name).parent.glob(f"{Path(name).name}*")
        return b"".join(file.read_bytes() for file in files)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0"
            " AND relname LIKE 'journal%%' OR relname LIKE 'pg_toast%%' AND relkind = 't'"
        )
        tables = b"".join(bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir()")
        return tables + b"".join(bytes(row[0]) for row in cursor.fetchall())
