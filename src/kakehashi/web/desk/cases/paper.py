"""A case on paper: where it stands, its notices with all that they say, duties and files."""

from datetime import UTC, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kakehashi import node
from kakehashi.core.notices.payload import Classification
from kakehashi.desk.duties import queries as duties
from kakehashi.printing import Document, Grid, Line, Prose, Words
from kakehashi.printing.paper import Block
from kakehashi.web.desk import showing
from kakehashi.web.desk.cases import listing, page, thread
from kakehashi.web.desk.cases import words as case_words
from kakehashi.web.desk.cases.page import Opened
from kakehashi.web.desk.cases.thread import Read
from kakehashi.web.desk.notices import paper
from kakehashi.web.desk.notices.paper import here
from kakehashi.web.desk.speech import named


def document(opened: Opened, found: Read, *, printed: str) -> Document:
    """Write a case in the language spoken now; `printed` stands at the foot."""
    case = opened.case
    ours = node.profile(case.agreement).parties[node.this().party]
    about = listing.subjects([case]).get((case.agreement, case.matter), "")
    subject = paper.words_of(about) if about else []
    office = paper.contact_office(case.agreement, ours.code, timezone.localdate())
    facts = page.facts(opened, now=timezone.now())
    return Document(
        lang=translation.get_language() or "en",
        title=here(case_words.family_words(case.family)),
        subtitle=subject[0] if subject else Words(""),
        head=paper.letterhead(ours, office),
        opening=[paper.line_of(row) for row in facts],
        blocks=_blocks(opened, found),
        foot=here(f"{case.matter} · {printed}"),
        marks=_marks(opened, found),
        words={"unprintable": _("In no font of this machine:")},
    )


def _marks(opened: Opened, found: Read) -> list[Words]:
    marks = []
    if node.this().identity.demo:
        marks.append(here(_("Demonstration: every organization and person here is invented.")))
    if found.is_open and opened.case.classification == Classification.CONFIDENTIAL:
        marks.append(here(paper.confidential_mark(opened.case.agreement)))
    if found.closed:
        words = ngettext(
            "%(count)s notice has confidential parts that are not printed here.",
            "%(count)s notices have confidential parts that are not printed here.",
            found.closed,
        )
        marks.append(here(words % {"count": found.closed}))
    return marks


def _blocks(opened: Opened, found: Read) -> list[Block]:
    case = opened.case
    blocks: list[Block] = [_thread(opened, found)]
    for content in thread.contents(case, found):
        when = " ".join(words.text for words in paper.words_of(content.when))
        title = f"{content.title} · {when}"
        blocks.append(Prose(here(title)))
        blocks += paper.blocks_of(content.sections)
    jtis = [one.jti for one in found.thread.dealings]
    owed = page.duties_table(case.agreement, duties.rows_of(case.agreement, jtis))
    return [*blocks, *paper.blocks_of([owed, thread.documents(case, found)])]


def _thread(opened: Opened, found: Read) -> Grid:
    parties = node.profile(opened.case.agreement).parties
    rows = []
    for one in found.dealings:
        received = found.receipts.get((one.party, one.place))
        odd = case_words.odd_words(found.thread.standing(one))
        later = [here(_("Entered later"))] if one.entered_later else []
        state = [here(odd[0])] if odd else later
        rows.append(
            [
                here(paper.moment(datetime.fromtimestamp(one.issued_at, UTC))),
                here(showing.kind_title(one.kind)),
                here(named(parties[one.party].names)),
                here(showing.class_status(one.classification).word),
                here(paper.moment(received)) if received else here(_("No receipt yet")),
                state[0] if state else Words(""),
            ]
        )
    columns = [
        _("Issued"),
        _("Notice"),
        pgettext("author", "From"),
        _("Class"),
        _("Received"),
        _("Note"),
    ]
    return Grid(here(_("Notices")), [here(c) for c in columns], rows, shares=(3, 4, 2, 2, 3, 2))


def as_lines(document: Document) -> dict[str, str]:
    """Give the opening of a case's paper as label and value, for the index of its export."""

    def text(line: Line) -> str:
        return "; ".join(words.text for words in line.values)

    return {line.label.text: text(line)[:2000] for line in document.opening}
