"""Who applies: accounts of their own, which are no officers' and open no officer's page."""

from django.db import models


class Applicant(models.Model):
    """A person who applies for an organization.

    `email` is the sign-in name, in small letters. `has_factor` says that a code of an
    authenticator app is asked for as well, whose secret stands sealed; `last_code` is the time step
    of the last code that was used.
    """

    public_id = models.UUIDField(unique=True)
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    password = models.CharField(max_length=200)
    has_factor = models.BooleanField(default=False)
    last_code = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ApplicantSession(models.Model):
    """A signed-in browser of an applicant; only the SHA-256 of its secret is kept.

    `is_whole` is false while the second factor is still asked for.
    """

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    is_whole = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.applicant_id} until {self.until}"


class WayIn(models.Model):
    """A link by which an applicant who lost the password sets another; only its SHA-256 is kept."""

    applicant = models.OneToOneField(Applicant, models.CASCADE, related_name="way_in")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.applicant_id} until {self.until}"
