"""The test run's own node: a fresh home, on SQLite or on a PostgreSQL that the run starts."""

import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as trying

from kakehashi import node
from kakehashi.cli.init import make_home
from tests import homes, postgres
from tests.flush import let_tests_empty_tables

DATABASE = "KAKEHASHI_TEST_DATABASE"
SOAK = "KAKEHASHI_SOAK"
# A busy machine is no failure: properties are tried without a clock.
trying.register_profile(
    "kakehashi",
    deadline=None,
    max_examples=1_000 if os.environ.get(SOAK) else 40,
    suppress_health_check=[HealthCheck.too_slow],
)
trying.load_profile("kakehashi")

_RUN = pytest.StashKey[ExitStack]()
_NO_DATABASE = pytest.StashKey[str]()

NAME = "kakehashi.jp.example"
PARTY = "JP"
AGREEMENTS = ("jp-kh-2019", "jp-tj-2024")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=("sqlite", "postgresql", "postgres"),
        default=os.environ.get(DATABASE, "sqlite"),
        help=f"the database that the tests run on (also {DATABASE})",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    run = config.stash[_RUN] = ExitStack()
    url = None
    if config.getoption("--db") != "sqlite":
        try:
            url = os.environ.get(homes.SERVER_URL) or run.enter_context(postgres.postgresql())
            os.environ[homes.SERVER_URL] = url
        except postgres.Missing as missing:
            config.stash[_NO_DATABASE] = str(missing)
    folder = Path(tempfile.mkdtemp(dir=homes.run_folder()))
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        return  # each worker is a node of its own, and inherits this environment
    home = make_home(
        folder / "home", name=NAME, party=PARTY, agreements=AGREEMENTS, database=url
    ).home
    os.environ[node.HOME] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    bool(settings.DATABASES)  # read now, so that pytest-django finds them
    gc.disable()  # until every test is collected


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_RUN].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The longest first, so that no worker is left alone with them at the end: the browser's tests,
    # of which two workers have all, then those of real nodes.
    items.sort(key=lambda item: ("browser" not in item.keywords, "two_nodes" not in item.nodeid))
    if config.getoption("--db") != "sqlite" and not os.environ.get(SOAK):
        twice = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if not item.get_closest_marker("once")]
    reason = config.stash.get(_NO_DATABASE, "")
    if not reason:
        return
    for item in items:
        named = set(getattr(item, "fixturenames", ()))
        if named & {"db", "transactional_db"} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: nobody looks through them for rubbish again and again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:  # noqa: ARG001 - as below
    """The tests' own database begins as a copy of the run's tables, too."""
    test = settings.DATABASES["default"]["TEST"]
    if homes.SERVER_URL in os.environ:
        test["TEMPLATE"] = homes.empty_tables()
    else:
        shutil.copy(homes.empty_tables(), test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the file that was copied is the one to use."""
    return homes.SERVER_URL not in os.environ


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:  # noqa: ARG001 - pytest-django's own comes first
    let_tests_empty_tables()


@pytest.fixture(autouse=True)
def _a_head_for_each_test() -> None:
    """What left the node in one test has not left it in the next."""
    for file in (node.home() / "head").iterdir():
        file.unlink()


@pytest.fixture(autouse=True)
def _little_stretched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passwords and codes little: how much is tried by the vectors of the core alone."""
    if not {"core", "browser"} & set(request.path.relative_to(homes.ROOT).parts):
        monkeypatch.setattr("django.contrib.auth.hashers.ScryptPasswordHasher.work_factor", 2**4)
        monkeypatch.setattr("kakehashi.intake.keyholding.COST", 2**8)
        monkeypatch.setattr("kakehashi.core.reporting.code._COST", 2**4)
        monkeypatch.setattr("kakehashi.core.certificate.holder_code._COST", 2**4)


@pytest.fixture
def this() -> node.Node:
    """The node of this test run."""
    return node.this()
