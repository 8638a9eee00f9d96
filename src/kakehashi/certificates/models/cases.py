"""Candidates' cases: what is sealed of them, the steps that were done, who decided."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer

LEAF: Final = 43
"""Letters of the leaf hash of an act in the own record."""


class CaseState(models.TextChoices):
    """Where a candidate's case is on its way."""

    OPEN = "open"
    PROPOSED = "proposed"
    APPROVED = "approved"
    CERTIFIED = "certified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CandidateCase(models.Model):
    """A candidate's case: `approved` once a second officer decided, `certified` once issued.

    `person` is a keyed token of passport and date of birth. `revision` counts changes, so that a
    change made on top of an older state is noticed. `decision` is the leaf hash of the act.
    `is_screened` is false until the names in it, as it stands, were compared with the index.
    """

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    organization = models.CharField(max_length=20)
    field = models.CharField(max_length=64)
    route = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    revision = models.PositiveIntegerField(default=0)
    person = models.BinaryField(max_length=32)
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=LEAF, blank=True)
    is_screened = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="certificates_nobody_decides_their_own_case",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CaseState.APPROVED, CaseState.CERTIFIED))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certificates_approved_cases_name_who_decided",
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "state", "decided_at"), name="certificates_case_due"),
            models.Index(fields=("agreement", "person"), name="certificates_case_person"),
            models.Index(fields=("agreement", "organization"), name="certificates_case_sender"),
            models.Index(
                fields=("agreement", "id"),
                condition=Q(is_screened=False),
                name="certificates_case_to_screen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.public_id} ({self.state})"


class CasePart(models.Model):
    """Something sealed of a case: `content`, `reason`, a step's note or a file of evidence."""

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "name"), name="certificates_one_part_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.name}"


class HolderCode(models.Model):
    """Where a holder's code of words finds her case: 32 bytes made of it by a slow function."""

    case = models.OneToOneField(CandidateCase, models.CASCADE, related_name="holder_code")
    locator = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}"


class StepDone(models.Model):
    """A step of the procedure that an officer did: on which day; note and evidence are sealed.

    `evidence` is the name of the part with the file; empty where none was shown.
    """

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=40)
    done_on = models.DateField()
    done_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    evidence = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "step"), name="certificates_each_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.step}"


class ExamToken(models.Model):
    """A keyed token of an exam's name and the number of its proof, to find one used twice."""

    case = models.ForeignKey(CandidateCase, models.CASCADE, related_name="exams")
    agreement = models.CharField(max_length=100)
    token = models.BinaryField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=("agreement", "token"), name="certificates_exam"),)

    def __str__(self) -> str:
        return f"{self.case_id}"
