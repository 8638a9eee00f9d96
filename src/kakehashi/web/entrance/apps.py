"""The entrance as an application: templates that stand before allauth's own."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """Has no tables."""

    name = "kakehashi.web.entrance"
    label = "entrance"
