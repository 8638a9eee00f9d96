"""Applications with what was found of them; what they say stands sealed in `SealedPart`."""

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer
from kakehashi.approvals.models.applicants import Applicant
from kakehashi.approvals.models.standards import StandardsVersion
from kakehashi.core.approving.course import Purpose, State, Verdict


def _choices(codes: type[State] | type[Purpose] | type[Verdict]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in codes]


class Application(models.Model):
    """An application: for an approval, its renewal, or a change of what the register says.

    `serial` counts what was ever submitted under the agreement, without gaps. `about` is the
    number that a renewal or change is about, `number` the one that was approved. `revision` counts
    every change, so that one made on top of an older state is noticed. `leaf` is the entry of the
    own record that decided it, `jti` the notice that told of it, `valid_until` the approval's last
    day. `is_screened` is false until the names in it, as it stands, were compared with the index;
    `erased_at` says that what it stated is gone.
    """

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="applications")
    purpose = models.CharField(max_length=10, choices=_choices(Purpose))
    about = models.CharField(max_length=100, blank=True)
    serial = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, choices=_choices(State), default=State.DRAFT.value)
    revision = models.PositiveIntegerField(default=0)
    standards = models.ForeignKey(StandardsVersion, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    examiner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    examined_on = models.DateField(null=True)
    recommends = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    number = models.CharField(max_length=100, blank=True)
    valid_until = models.DateField(null=True)
    leaf = models.CharField(max_length=43, blank=True)
    jti = models.CharField(max_length=36, blank=True)
    is_screened = models.BooleanField(default=False, db_default=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "serial"), name="approvals_serial_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("examiner")),
                name="approvals_who_examines_never_decides",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | Q(
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    examiner__isnull=False,
                    recommends__isnull=False,
                ),
                name="approvals_decisions_name_who_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(number="") & ~Q(jti="") & ~Q(leaf=""),
                name="approvals_approvals_have_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]),
                name="approvals_state_is_one_that_exists",
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "state", "waiting_since"), name="approvals_waiting"),
            models.Index(
                fields=("agreement", "id"),
                condition=Q(is_screened=False, submitted_at__isnull=False),
                name="approvals_to_screen",
            ),
            models.Index(fields=("agreement", "number"), name="approvals_number"),
            models.Index(fields=("applicant", "changed_at"), name="approvals_mine"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.purpose} ({self.state})"


class ApplicationStep(models.Model):
    """One thing that happened to an application, in order; its words stand sealed.

    `officer` is None where the applicant did it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    has_words = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.application_id}: {self.what}"


class ConflictDeclared(models.Model):
    """What an officer declared of their own interest in an application, each once."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "officer"), name="approvals_declared_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}: {self.officer_id} {self.has_conflict}"


class Finding(models.Model):
    """What an examiner found of one standard; on what evidence stands sealed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="findings")
    standard = models.CharField(max_length=30)
    verdict = models.CharField(max_length=15, choices=_choices(Verdict))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "standard"), name="approvals_one_finding_a_standard"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}: {self.standard} {self.verdict}"


class AllottedNumber(models.Model):
    """A number given to an approval: one after the other, none twice and none left out."""

    agreement = models.CharField(max_length=100)
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    application = models.OneToOneField(Application, models.PROTECT, related_name="allotted")
    allotted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "serial"), name="approvals_number_serial_once"
            ),
            models.UniqueConstraint(fields=("agreement", "number"), name="approvals_number_once"),
        )

    def __str__(self) -> str:
        return self.number


class SealedPart(models.Model):
    """Something confidential of an application or a visit, sealed under a key of its own."""

    about = models.UUIDField()
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("about", "name"), name="approvals_one_part_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.about}: {self.name}"
