"""Officers as an application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may sign in, and what each may do."""

    name = "kakehashi.accounts"
    label = "accounts"
    verbose_name = _("Officers")
