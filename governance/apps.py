from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """The ground floor. Floors above bring their part in controls.py, cards.py, kinds.py and demo.py."""

    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        autodiscover_modules("kinds", "controls", "cards", "gates")
