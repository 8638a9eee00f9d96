"""A desk that can issue: journals open, the counterpart met, a drafter and a decider."""

# ruff: noqa: PLC0415 - Django is not set up yet when this file is read

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from kakehashi.accounts.models import Officer
    from tests.web.desk.make import Counterpart


@pytest.fixture
def counterpart(db: None) -> "Counterpart":  # noqa: ARG001 - the database is there
    from tests.web.desk.make import Counterpart

    return Counterpart().meet()


@pytest.fixture
def aoi(db: None) -> "Officer":  # noqa: ARG001 - the database is there
    from tests.web.desk import make

    return make.officer("aoi", make.DRAFTS, make.CONFIDENTIAL)


@pytest.fixture
def ren(db: None) -> "Officer":  # noqa: ARG001 - the database is there
    from tests.web.desk import make

    return make.officer("ren", make.DECIDES, make.CONFIDENTIAL)


@pytest.fixture
def drafter(aoi: "Officer", counterpart: "Counterpart") -> Client:  # noqa: ARG001 - it was met
    from tests.web.desk.make import desk_of

    return desk_of(aoi)


@pytest.fixture
def decider(ren: "Officer") -> Client:
    from tests.web.desk.make import desk_of

    return desk_of(ren)
