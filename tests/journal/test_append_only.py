import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from kakehashi.journal import actions, queries
from kakehashi.journal.models import (
    Checkpoint,
    Cosignature,
    Entry,
    Excuse,
    Journal,
    Part,
    PartKey,
    SealedPart,
    Tile,
)
from tests.journal import make

pytestmark = pytest.mark.django_db

APPEND_ONLY: tuple[type[models.Model], ...] = (
    Checkpoint,
    Cosignature,
    Entry,
    Excuse,
    Part,
    SealedPart,
    Tile,
)


@pytest.fixture
def journal() -> Journal:
    """A journal with a row in every table."""
    with_parts = make.entry("with parts", make.part(b"content"), make.part(b"more", number=1))
    journal = actions.extend(journal=make.our_journal(), entries=[with_parts], now=make.NOW)
    journal = make.grown(journal, [300])
    last = queries.checkpoint(journal)
    assert last is not None
    actions.record_cosignature(journal=journal, note=bytes(last.note), at=make.NOW)
    actions.excuse_part(journal=journal, index=0, number=0, token=b"token", now=make.NOW)
    return journal


def _count(model: type[models.Model]) -> int:
    return models.QuerySet(model).count()


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("model", APPEND_ONLY)
def test_the_database_refuses_to_change_any_column_of_what_is_signed(
    model: type[models.Model],
) -> None:
    table = model._meta.db_table
    for column in _columns(model):
        with (
            pytest.raises(IntegrityError, match="refuses UPDATE"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f'UPDATE {table} SET "{column}" = "{column}"')  # noqa: S608 - our tables


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("model", [*APPEND_ONLY, Journal])
def test_the_database_refuses_to_delete_what_is_signed(model: type[models.Model]) -> None:
    before = _count(model)
    assert before > 0

    with (
        pytest.raises(IntegrityError, match="refuses DELETE"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our tables

    assert _count(model) == before


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("model", [*APPEND_ONLY, Journal])
def test_the_database_refuses_every_other_way_of_replacing_rows(model: type[models.Model]) -> None:
    table = model._meta.db_table
    connection.check_constraints()
    statement = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608 - our tables
        "postgresql": f"TRUNCATE {table} CASCADE",
    }[connection.vendor]

    with (
        pytest.raises(IntegrityError, match="refuses"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [{"size": 1}, {"origin": "another"}, {"party": "KH"}, {"generation": 9}, {"is_ours": False}],
)
def test_a_journal_may_neither_shrink_nor_be_renamed(
    journal: Journal, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match="refuses UPDATE"), transaction.atomic():
        Journal.objects.filter(pk=journal.pk).update(**change)


def test_only_the_key_of_a_part_can_be_deleted(journal: Journal) -> None:
    assert actions.erase_part(journal=journal, index=0, number=0)
    assert not actions.erase_part(journal=journal, index=0, number=0)
    assert PartKey.objects.count() == 1
    assert SealedPart.objects.count() == 2


def test_no_table_of_signed_things_is_without_its_guard() -> None:
    unguarded = {Journal, PartKey}
    tables = {
        model._meta.db_table
        for model in apps.get_app_config("journal").get_models()
        if model not in unguarded
    }
    assert tables == {model._meta.db_table for model in APPEND_ONLY}
