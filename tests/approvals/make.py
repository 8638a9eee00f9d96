"""A ministry that approves, an applicant who is complete, and the way to a decision."""

from datetime import date, datetime, timedelta
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kakehashi import dispatch, node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.approvals import actions, applicants, examining, queries, standards
from kakehashi.approvals.models import Applicant, Application, StandardsVersion
from kakehashi.approvals.sealing import Content, KeptPaper
from kakehashi.cli.demo.play import as_example
from kakehashi.core.approving.course import Purpose, Verdict
from kakehashi.core.approving.entry import Terms, fees_declared
from kakehashi.core.approving.renewal import last_day
from kakehashi.core.approving.standards import StandardSet
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import KINDS, Classification, Decided
from kakehashi.core.target_days import day_at
from kakehashi.dispatch.approving import Signing
from kakehashi.exchange.issuing import Outgoing
from tests.approvals.answers import answers, declared
from tests.core.authors import Author
from tests.web.desk import make as desks
from tests.web.desk.make import Counterpart

ROLES: Final = {
    "vanna": (RoleKind.EXAMINES,),
    "bopha": (RoleKind.DECIDES,),
    "sokha": (RoleKind.DRAFTS, RoleKind.DECIDES, RoleKind.EXAMINES, RoleKind.READS_CONFIDENTIAL),
}
PASSWORD: Final = "rice terraces at dawn"
PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


class Ministry:
    """A sending side's ministry with its counterpart, its standards and three officers."""

    def __init__(self, agreement: str, party: str) -> None:
        self.agreement, self.party = agreement, party
        author = Author(party="JP", counterpart=party, name="tokyo.example", agreement=agreement)
        self.counterpart = Counterpart(author).meet()
        self.unit = next(
            point.office for point in node.profile(agreement).contact_points if point.party == party
        )
        self.officers = {
            name: desks.officer(name, *roles, agreement=agreement, unit=self.unit)
            for name, roles in ROLES.items()
        }
        self.examiner, self.decider = self.officers["vanna"], self.officers["bopha"]
        self.both = self.officers["sokha"]
        self.standards = self._in_force()

    def commence(self) -> None:
        """Let an agreement commence whose clause asks for a last notification and its receipt."""
        day = self.today - timedelta(days=30)
        told = as_example("commencement.notified")
        notified = told | {"statement": {"last": True, "sent_on": day.isoformat()}}
        clause = "10"
        outgoing = Outgoing(
            KINDS["commencement.notified"].model_validate(notified),
            clause,
            Classification.RESTRICTED,
            decided=Decided(on=day),
            by=Decider(self.unit, "Director"),
        )
        (issued,) = dispatch.issue((outgoing,), agreement=self.agreement, now=self.now)
        self.catch_up()
        self.counterpart.receive()
        told = as_example("commencement.received")
        received = told | {
            "statement": {"last": True, "received_on": day.isoformat()},
            "links": {"answers": [issued.jti]},
        }
        self.counterpart.issue(KINDS["commencement.received"].model_validate(received), clause)

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return timezone.now()

    @property
    def today(self) -> date:
        """The day where the ministry is."""
        zone = node.profile(self.agreement).parties[self.party].time_zone
        return day_at(int(self.now.timestamp()), zone)

    @property
    def set(self) -> StandardSet:
        """The standards in force."""
        return standards.set_of(self.standards)

    def _in_force(self) -> StandardsVersion:
        made = standards.starting_set(self.agreement)
        assert made is not None
        version = standards.propose(
            self.agreement,
            made,
            from_on=self.today - timedelta(days=1),
            by=self.officers["sokha"].pk,
            now=self.now,
        )
        standards.confirm(version, by=self.decider.pk, now=self.now)
        found = standards.version_on(self.agreement, self.today)
        assert found is not None
        return found

    @staticmethod
    def upload(name: str, data: bytes | None = None) -> SimpleUploadedFile:
        """A file as a browser sends it."""
        return SimpleUploadedFile(name, PDF if data is None else data, "application/pdf")

    def applicant(self, email: str = "sok@mekong.example") -> Applicant:
        """An account."""
        return applicants.sign_up(email=email, name="Sok Visal", password=PASSWORD, now=self.now)

    def begun(
        self,
        applicant: Applicant | None = None,
        *,
        purpose: Purpose = Purpose.APPROVAL,
        about: str = "",
        content: Content | None = None,
    ) -> Application:
        """An application begun, complete unless told otherwise."""
        return actions.begin(
            applicant or self.applicant(),
            agreement=self.agreement,
            purpose=purpose,
            about=about,
            content=content or self.complete(),
            today=self.today,
            now=self.now,
        )

    def complete(self, name: str = "Mekong Anakot Phlu Co., Ltd.") -> Content:
        """What a complete application says; its files are named and not there."""
        said = answers(name) | declared(self.set)
        papers = {
            f"{number:032x}": KeptPaper(
                paper.value, f"{paper.value}.pdf", "application/pdf", len(PDF), "0" * 64
            )
            for number, paper in enumerate(self.set.papers)
        }
        return Content(said, papers)

    def with_paper(self, application: Application) -> tuple[Application, str]:
        """An application with one document more, and the name it is kept under."""
        kept = KeptPaper("other", "a.pdf", "application/pdf", len(PDF), "0" * 64)
        before = set(queries.content_of(application).papers)
        actions.add_paper(application, kept, PDF, revision=application.revision, now=self.now)
        (added,) = set(queries.content_of(application).papers) - before
        return self.fresh(application), added

    def submitted(self, applicant: Applicant | None = None) -> Application:
        """An application with the office."""
        made = self.begun(applicant)
        actions.submit(made, revision=made.revision, today=self.today, now=self.now)
        return self.fresh(made)

    def taken_up(self, application: Application, by: Officer | None = None) -> Application:
        """An application that its examiner took up."""
        who = by or self.examiner
        examining.declare(application, has_conflict=False, words="", by=who.pk, now=self.now)
        examining.take_up(application, by=who.pk, today=self.today, now=self.now)
        return self.fresh(application)

    def examined(
        self,
        application: Application | None = None,
        *,
        approve: bool = True,
        by: Officer | None = None,
        months: int = 36,
    ) -> Application:
        """An application whose examination was ended, ready for a decision."""
        who = (by or self.examiner).pk
        found = self.taken_up(application or self.submitted(), by)
        findings = dict.fromkeys(self.set.codes, (Verdict.MET, "Seen on paper."))
        examining.find(found, findings, by=who, today=self.today, now=self.now)
        told = {"terms": self.terms(months).told()} if approve else {
            "grounds": ["improper-fees"], "words": "The basis of the fee was not shown.",
            "language": "en",
        }  # fmt: skip
        examining.recommend(
            found, approve=approve, told=told, by=who, today=self.today, now=self.now
        )
        examining.declare(found, has_conflict=False, words="", by=self.decider.pk, now=self.now)
        return self.fresh(found)

    def terms(self, months: int = 36) -> Terms:
        """Terms for some months, with the fees that it declared."""
        return Terms(
            from_on=self.today,
            until_on=last_day(self.today, months),
            capacity=250,
            fields=("nursing-care",),
            conditions=("Reports every half year.",),
            language="en",
            fees=fees_declared(answers()),
        )

    def renewal(self, applicant: Applicant, approved: Application) -> Application:
        """A renewal of an approval, with the office."""
        made = self.begun(applicant, purpose=Purpose.RENEWAL, about=approved.number)
        actions.submit(made, revision=made.revision, today=self.today, now=self.now)
        return self.fresh(made)

    def signing(self, by: Officer | None = None) -> Signing:
        """A decision by the decider."""
        who = by or self.decider
        return Signing(who.pk, "Director General", self.unit, self.today, self.now)

    def approved(self, application: Application | None = None) -> Application:
        """An application that was approved, and what follows read through."""
        from kakehashi.dispatch import approving  # noqa: PLC0415 - beside its only use

        ready = application or self.examined()
        approving.approve(ready, revision=ready.revision, signing=self.signing())
        self.catch_up()
        return self.fresh(ready)

    def catch_up(self) -> None:
        """Let registers and desk follow the journals."""
        dispatch.catch_up(self.agreement, now=self.now)

    @staticmethod
    def fresh(application: Application) -> Application:
        """The application as it stands now."""
        return Application.objects.select_related("standards", "applicant").get(pk=application.pk)
