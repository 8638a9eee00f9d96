"""A new storage key: everything is wrapped anew in slices, whoever begins again where."""

import os

import pytest
from django.apps import apps

from kakehashi import node
from kakehashi.dispatch.rewrapping import SEALED, left_under, rewrap
from kakehashi.journal import queries
from kakehashi.journal.actions import extend
from kakehashi.journal.at_rest import Damaged
from kakehashi.journal.models import Journal, PartKey
from kakehashi.node import STORAGE_KEY_BYTES, StorageKey
from tests.journal import make


def test_every_table_with_a_wrapped_key_is_wrapped_anew() -> None:
    found = {
        model
        for model in apps.get_models()
        if {"wrapped", "storage"} <= {field.name for field in model._meta.get_fields()}
    }
    assert found == set(SEALED)


def _journal_of(count: int) -> Journal:
    """A journal of entries with one part each."""
    entries = make.entries(count, parts=1)
    return extend(journal=make.our_journal(), entries=entries, now=make.NOW)


@pytest.mark.django_db
def test_all_is_wrapped_anew_in_slices_and_opens_with_the_new_key_alone() -> None:
    old, new = node.this().storage_key, StorageKey.of(os.urandom(STORAGE_KEY_BYTES))
    journal = _journal_of(7)
    assert left_under(old) == PartKey.objects.count() == 7

    counts = list(rewrap(old=old, new=new, at_most=3))

    assert counts == [3, 3, 1]
    assert left_under(old) == 0
    contents = queries.part_contents(journal, 0, journal.size, storage_keys=(new,))
    assert all(content is not None for _, content in contents)
    with pytest.raises(Damaged):
        queries.part_content(journal, 0, 0, storage_keys=(old,))


@pytest.mark.django_db
def test_whoever_was_stopped_on_the_way_begins_again_and_finishes() -> None:
    old, new = node.this().storage_key, StorageKey.of(os.urandom(STORAGE_KEY_BYTES))
    _journal_of(5)

    next(rewrap(old=old, new=new, at_most=2))

    assert left_under(old) == 3
    assert sum(rewrap(old=old, new=new, at_most=2)) == 3
    assert left_under(old) == 0
