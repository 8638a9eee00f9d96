"""The desk's pages."""

from django.apps import AppConfig


class DeskPagesConfig(AppConfig):
    """Lets Django find the templates."""

    name = "kakehashi.web.desk"
    label = "web_desk"
