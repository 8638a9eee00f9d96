"""Every part in every state, with invented content, so that the look can be looked at."""

from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from kakehashi.web.parts.charts import Chart, Series
from kakehashi.web.parts.fields import Choice, Control, Field, Group, Repeat
from kakehashi.web.parts.shapes import (
    Amount,
    Banner,
    Code,
    Column,
    Day,
    Empty,
    Happening,
    Instant,
    Lines,
    Link,
    Named,
    Pages,
    Part,
    Progress,
    ProofBox,
    Row,
    SearchBox,
    Status,
    Summary,
    Table,
    Task,
    Tasks,
    Timeline,
)

ENGLISH = "Phnom Penh Work and Skill Co., Ltd. (sample)"
KHMER = "ភ្នំពេញ ការងារ និង ជំនាញ ឯ.ក (គំរូ)"
TAJIK = "ҶДММ «Роҳи касб ва ҳунар» (намуна)"
JAPANESE = "協同組合かけはし見本"
AT = datetime(2026, 7, 1, 5, 4, tzinfo=UTC)


def statuses() -> list[Status]:
    """Each tone with a word that takes it."""
    return [
        Status(_("Approved"), "good"),
        Status(_("Suspended"), "warning"),
        Status(_("Revoked"), "bad"),
        Status(_("No longer listed"), "ended"),
        Status(_("Waiting for the counterpart"), "waiting"),
        Status(_("Amended"), "neutral"),
    ]


def table() -> Table:
    """Names in four scripts, long words, figures."""
    rows = [
        (
            Link(KHMER, "#table", "km"),
            Lines([Code("KHM000005"), _("in two registers")]),
            statuses()[0],
            Day(date(2024, 3, 1)),
            1204,
        ),
        (Link(TAJIK, "#table", "tg"), Code("TJ-0017"), statuses()[1], Day(date(2025, 11, 30)), 87),
        (
            Link(JAPANESE, "#table", "ja"),
            Code("19登-000001"),
            statuses()[2],
            Day(date(2021, 12, 23), not_later_than=True),
            0,
        ),
    ]
    columns: list[Column | str] = [
        _("Name"),
        _("Number"),
        _("Status"),
        _("Since"),
        Column(_("Workers"), numeric=True),
    ]
    return Table(_("Organizations (invented)"), columns, rows)


def chart() -> Chart:
    """Half a year, every sort of bar."""
    return Chart(
        _("Notices by month"),
        ["2026-01", "02", "03", "04", "05", "06"],
        [
            Series(_("Issued"), (12, 4, 0, 7, 9, 3)),
            Series(_("Answered"), (8, 4, 1, 5, 9, 0)),
            Series(_("Late"), (0, 0, 2, 1, 0, 3)),
        ],
        _("35 issued, 27 answered, 6 late."),
    )


def timeline() -> Timeline:
    """One organization's year."""
    return Timeline(
        [
            Happening(
                Day(date(2024, 3, 1)), _("Approved"), by=_("Ministry of Labour"), tone="good"
            ),
            Happening(
                Day(date(2025, 2, 14)),
                _("Suspended"),
                _("Fees were taken without a breakdown."),
                tone="warning",
            ),
            Happening(Day(date(2025, 6, 2)), _("Revoked"), Amount("566889.00", "JPY"), tone="bad"),
            Happening(Instant(AT), _("Waiting for the counterpart"), tone="waiting"),
        ],
        _("History"),
    )


def fields(*, wrong: bool) -> list[Control]:
    """Each kind of control, with or without a mistake."""
    said = (_("Enter what is asked for"),) if wrong else ()
    tongues = [
        Choice("en", "English"),
        Choice("ja", "日本語"),
        Choice("km", "ខ្មែរ"),
        Choice("tg", "Тоҷикӣ"),
    ]
    reasons = [
        Choice("money", _("Manages money or property")),
        Choice("penalty", _("Penalty clauses in a contract"), _("Also between organizations.")),
        Choice("rights", _("Infringes human rights")),
    ]
    money = [Choice(code, code) for code in ("JPY", "KHR", "USD")]
    tag = "wrong" if wrong else "right"
    return [
        Field(
            name=f"{tag}-name",
            label=_("Name"),
            hint=_("As it stands on the licence"),
            value=KHMER,
            errors=said,
            languages=tongues,
            value_lang="km",
        ),
        Field(name=f"{tag}-number", label=_("Number"), value="KHM000005", width="10", errors=said),
        Field(name=f"{tag}-count", label=_("Workers"), kind="number", value="12", errors=said),
        Field(name=f"{tag}-mail", label=_("E-mail"), kind="email", errors=said),
        Field(name=f"{tag}-secret", label=_("Password"), kind="password", errors=said),
        Field(
            name=f"{tag}-text",
            label=_("What happened"),
            kind="textarea",
            errors=said,
            required=False,
        ),
        Field(
            name=f"{tag}-select",
            label=_("Field of work"),
            kind="select",
            choices=[Choice("", ""), *reasons],
            errors=said,
        ),
        Field(
            name=f"{tag}-radios",
            label=_("What it is about"),
            kind="radios",
            choices=reasons,
            value="penalty",
            errors=said,
        ),
        Field(
            name=f"{tag}-boxes",
            label=_("What else"),
            kind="checkboxes",
            choices=reasons,
            value=("rights",),
            errors=said,
        ),
        Field(
            name=f"{tag}-date",
            label=_("Decided on"),
            kind="date",
            hint=_("For example 1 July 2026, or year R8"),
            value=("2026", "7", "1"),
            errors=said,
        ),
        Field(
            name=f"{tag}-money",
            label=_("Amount paid"),
            kind="money",
            choices=money,
            value=("1250.50", "USD"),
            errors=said,
        ),
        Field(name=f"{tag}-file", label=_("Paper"), kind="file", accept=".pdf", errors=said),
        Field(name=f"{tag}-sure", label=_("I have checked this"), kind="checkbox", errors=said),
        Group(
            label=_("Address"),
            fields=[Field(name=f"{tag}-town", label=_("Town"), value="ភ្នំពេញ", errors=said)],
        ),
        Repeat(
            name=f"{tag}-people",
            label=_("Representatives"),
            add_label=_("Add another representative"),
            rows=[
                Group(
                    label=_("Representative") + f" {n}",
                    fields=[Field(name=f"{tag}-people-{n}-name", label=_("Name"))],
                )
                for n in (1, 2)
            ],
        ),
    ]


def pieces() -> list[tuple[str, list[Part]]]:
    """The parts under their headings, in the order of the page."""
    return [
        (_("Status"), [*statuses()]),
        (
            _("Banner"),
            [
                Banner(_("The notice was issued and has reached the counterpart."), "good"),
                Banner(_("The counterpart was last heard three days ago."), "warning"),
                Banner(_("The file has no column for the number. Nothing was changed."), "bad"),
                Banner(_("This register opens with the list of 1 March 2024."), "neutral"),
                Banner(_("It waits for a second officer."), "waiting"),
            ],
        ),
        (
            _("Table"),
            [
                table(),
                Table(_("Measures"), [_("Name")], [], empty=_("No measure has been published.")),
            ],
        ),
        (
            _("Summary"),
            [
                Summary(
                    [
                        Row(
                            _("Name"),
                            [Named(KHMER, "km"), Named(ENGLISH, "en")],
                            "#change",
                        ),
                        Row(_("Number"), Code("KHM000005"), "#change"),
                        Row(_("Valid until"), Day(date(2029, 2, 28))),
                        Row(_("Website"), []),
                    ],
                    _("Check your answers"),
                )
            ],
        ),
        (_("Chart"), [chart()]),
        (_("Timeline"), [timeline()]),
        (
            _("Task list"),
            [
                Tasks(
                    [
                        Task(_("Say what it is about"), Status(_("Completed"), "good"), "#1"),
                        Task(
                            _("Add the papers"),
                            Status(_("In progress"), "waiting"),
                            "#2",
                            _("PDF, at most 8 MB"),
                        ),
                        Task(
                            _("Send to the second officer"), Status(_("Cannot start yet"), "ended")
                        ),
                    ]
                )
            ],
        ),
        (
            _("Progress"),
            [
                Progress(
                    _("Reading the list"),
                    4200,
                    11500,
                    _("rows"),
                    _("You can leave this page and come back."),
                ),
                Progress(_("Sending the list"), 11500, 11500, _("rows"), ended=True),
                Progress(
                    _("Checking the papers"),
                    12,
                    40,
                    _("papers"),
                    _("28 papers could not be read."),
                    ended=True,
                ),
            ],
        ),
        (
            _("Search box"),
            [SearchBox(_("Name, number or place"), "ភ្នំពេញ", _("In any script"), "#search")],
        ),
        (
            _("Pages"),
            [
                Pages(1, 24, "?page={page}#pages"),
                Pages(12, 24, "?page={page}#pages", _("Pages, in the middle")),
            ],
        ),
        (
            _("Nothing to show"),
            [
                Empty(
                    _("No organization of this name is approved"),
                    _(
                        "It may be written differently, or it may not be approved. "
                        "Ask before you pay anybody."
                    ),
                    [Link(_("Search by number instead"), "#search")],
                )
            ],
        ),
        (
            _("Proof"),
            [
                ProofBox(
                    "#proof", "kakehashi check proof.json", _("Cambodia"), _("Japan"), 412, 5120
                )
            ],
        ),
    ]
