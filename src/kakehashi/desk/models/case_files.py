"""What officers keep on a case at home: whose it is, their notes and links, the file number.

Nothing of this leaves the node. What a note says stands only in `CaseNotePart`, sealed under a key
of its own.
"""

from django.db import models

from kakehashi.accounts.models import Officer


class CaseFile(models.Model):
    """A case as this side keeps it; made when an officer first does something with it.

    `reference` is this side's own file number; `is_filed` says that it is put away here, whether
    or not the other side still has something to do. `revision` counts every change of the file,
    its notes and its links, so that a page opened before somebody else's change is noticed.
    """

    agreement = models.CharField(max_length=100)
    matter = models.CharField(max_length=36)
    reference = models.CharField(max_length=60, blank=True)
    assigned_to = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    is_filed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "matter"), name="desk_one_file_a_case"),
        )
        indexes = (
            models.Index(
                fields=("assigned_to", "agreement"),
                condition=models.Q(assigned_to__isnull=False),
                name="desk_case_mine",
            ),
            models.Index(
                fields=("agreement", "matter"),
                condition=models.Q(is_filed=True),
                name="desk_case_filed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.matter}"


class CaseNote(models.Model):
    """A working note on a case: its sort, who wrote it and when; what it says is sealed.

    `revision` is that of the file after it was written; `done_on` the day of what it tells.
    """

    class Sort(models.TextChoices):
        """What a note is."""

        NOTE = "note"
        STEP = "step"
        FINDING = "finding"
        EVIDENCE = "evidence"

    public_id = models.UUIDField(unique=True)
    file = models.ForeignKey(CaseFile, models.CASCADE, related_name="notes")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    written_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    revision = models.PositiveIntegerField()
    has_file = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("file", "written_at"), name="desk_case_note_time"),)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.sort}"


class CaseNotePart(models.Model):
    """What a note says (`content`), or its file: sealed, with the wrapped key beside it."""

    note = models.ForeignKey(CaseNote, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=10)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("note", "name"), name="desk_one_note_part_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.note_id}: {self.name}"


class CaseLink(models.Model):
    """That an officer put two cases side by side; a link between the notices needs none."""

    file = models.ForeignKey(CaseFile, models.CASCADE, related_name="links")
    other_agreement = models.CharField(max_length=100)
    other_matter = models.CharField(max_length=36)
    linked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("file", "other_agreement", "other_matter"), name="desk_cases_linked_once"
            ),
        )
        indexes = (
            models.Index(fields=("other_agreement", "other_matter"), name="desk_case_linked_back"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} with {self.other_matter}"
