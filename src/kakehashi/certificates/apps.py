"""Candidates' cases and their certificates."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Registers the models."""

    name = "kakehashi.certificates"
    label = "certificates"
