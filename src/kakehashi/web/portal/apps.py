"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for everybody: the registers, their entries and proofs."""

    name = "kakehashi.web.portal"
    label = "portal"
