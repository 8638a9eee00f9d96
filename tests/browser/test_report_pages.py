"""The report site in a browser: on a phone, in each language, with and without scripts."""

import pytest
from playwright.sync_api import Route

from kakehashi.intake import actions, arriving, keyholding, queries
from kakehashi.intake.models import OFFICE, Keyholder, Part, Report
from tests.browser.chromium import NARROWEST, PHONE, Visit
from tests.browser.conftest import Open
from tests.intake import make

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_VIEW = 30_000
QUESTIONS = (
    *("whom", "land", "what", "story", "who.1", "money.1", "when", "where", "files"),
    *("know", "reach"),
)
STORY = "They took my passport"


@pytest.fixture
def office(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A site that takes reports."""
    monkeypatch.setattr("kakehashi.intake.keyholding.COST", 2**8)
    make.office()
    return f"{site}/r/"


def begin(here: Visit, office: str, language: str) -> Visit:
    here.go(f"{office}{language}/")
    here.page.click("form button")
    here.page.wait_for_url("**/code/")
    return here


@pytest.mark.parametrize("language", ["ja", "km", "tg"])
def test_a_first_page_is_light_and_every_page_fits_a_phone(
    visit: Open, office: str, language: str
) -> None:
    here = visit(width=PHONE, language=language).go(office)
    assert here.weight < FIRST_VIEW, here.loaded
    assert here.page.get_attribute("html", "lang") == language
    here.picture(f"report-home-{language}")
    begin(here, office, language)
    pages = ["code/", *(f"q/{name}/" for name in QUESTIONS), "check/", "back/", "safe/"]
    for path in pages:
        here.go(f"{office}{language}/{path}")
        assert here.complaints == [], path
        assert here.overflow(NARROWEST) == 0, path
        if language == "km":
            assert here.barriers() == [], path
            here.picture(f"report-{path.strip('/').replace('/', '-')}-{language}")


def test_a_browser_that_can_seals_before_it_sends_and_shows_its_own_copy(
    visit: Open, office: str
) -> None:
    here = begin(visit(width=PHONE), office, "en")
    bodies: list[str] = []
    here.page.on("request", lambda sent: bodies.append(sent.post_data or ""))
    code = here.page.locator(".code span").all_inner_texts()
    here.go(f"{office}en/q/story/")
    here.page.fill("[name=story]", STORY)
    here.page.click("button[value=on]")
    here.page.wait_for_url("**/q/who.1/")
    here.page.fill("[name=name]", "Sok Sophea")
    here.page.check("[name=role][value=broker]")
    here.page.click("button[value=another]")
    here.page.wait_for_url("**/q/who.2/")
    assert not any("passport" in body or "Sophea" in body for body in bodies)
    assert any("sealed=" in body for body in bodies)
    assert set(Part.objects.filter(name="answer.story").values_list("reader", flat=True)) == {
        OFFICE,
        "browser",
    }
    here.go(f"{office}en/check/")
    here.page.wait_for_selector(f"text={STORY}")
    assert "Sok Sophea" in here.text
    assert "Broker" in here.text
    here.go(f"{office}en/q/story/")
    here.page.wait_for_function("document.querySelector('[name=story]').value.length > 0")
    assert here.page.input_value("[name=story]") == STORY
    other = visit(width=PHONE).go(f"{office}en/back/")
    other.page.fill("[name=code]", "-".join(code))
    other.page.click("main form button")
    other.page.wait_for_url("**/code/")
    other.go(f"{office}en/check/")
    assert STORY not in other.text
    assert "Locked on your telephone" in other.text
    other.page.click("main form button >> nth=0")
    other.page.wait_for_url("**/mine/")
    assert other.barriers() == []
    other.page.fill("[name=words]", "and threatened me")
    other.page.click("main form button >> nth=0")
    other.page.wait_for_selector(".letters")
    keys = keyholding.open_keys(Keyholder.objects.get().officer, make.PASSPHRASE)
    report = Report.objects.get()
    told = queries.content_of(report, keys).told
    assert told.story == STORY
    assert told.people[0].name == "Sok Sophea"
    assert [one.words for one in queries.letters_of(report, keys)] == ["and threatened me"]
    assert here.complaints == other.complaints == []
    assert actions.key_in_force().kid in keys.halves


def test_over_a_line_that_breaks_words_stand_and_a_file_goes_on_where_it_was(
    visit: Open, office: str
) -> None:
    here = begin(visit(width=PHONE, language="km"), office, "km").go(f"{office}km/q/story/")
    here.page.fill("[name=story]", STORY)
    here.context.set_offline(True)
    here.page.click("button[value=on]")
    here.page.wait_for_selector("[data-broken]", state="visible")
    assert here.page.input_value("[name=story]") == STORY
    here.picture("report-line-broken-km")
    here.context.set_offline(False)
    here.page.wait_for_url("**/q/who.1/")
    here.go(f"{office}km/q/files/")
    asked: list[str] = []

    def over(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 4:
            route.abort("connectionfailed")
        else:
            route.continue_()

    here.page.route("**/piece/", over)
    content = b"".join(
        bytes(f"{number}: they took my passport\n", "ascii") for number in range(5_000)
    )
    chosen = {"name": "chat.txt", "mimeType": "text/plain", "buffer": content}
    here.page.set_input_files("[name=file]", chosen)  # type: ignore[arg-type]  # as it is read
    here.page.click("button[value=file]")
    here.page.wait_for_selector(".files li")
    pieces = -(-len(content) // arriving.LENGTH)
    assert len(asked) == 1 + pieces + 1, "asked once how far it is, and one piece was sent twice"
    assert len(queries.files_of(Report.objects.get())) == 1
    here.page.route("**/piece/", lambda route: route.abort("connectionfailed"))
    here.page.set_input_files("[name=file]", chosen | {"buffer": content[1:]})  # type: ignore[arg-type]
    here.page.click("button[value=file]")
    here.page.wait_for_selector("[data-sending]", state="visible")
    here.page.wait_for_selector("[data-broken]", state="visible")
    here.picture("report-file-waits-km")


def test_leaving_quickly_leaves_no_way_back(visit: Open, office: str) -> None:
    here = begin(visit(width=PHONE), office, "en").go(f"{office}en/q/story/")
    here.page.evaluate("sessionStorage.setItem('k', 'x')")
    here.page.click("[data-leave]")
    here.page.wait_for_url(lambda url: "/r/" not in url)
    assert here.context.cookies() == []
    here.page.goto(f"{office}en/check/")
    assert here.page.url.endswith("/back/")
    assert here.page.evaluate("sessionStorage.length") == 0
