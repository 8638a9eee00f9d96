"""The room in which organizations apply."""

from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    """Finds the templates."""

    name = "kakehashi.web.applicant"
    label = "applicant"
