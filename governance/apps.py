import pkgutil
from importlib import import_module

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import autodiscover_modules, module_has_submodule
from django.utils.translation import gettext_lazy as _

# What a room brings, found at start-up as Django finds admin.py.
PARTS = ("kinds", "controls", "cards", "gates", "checks")


class GovernanceConfig(AppConfig):
    """The ground floor. Its rooms and the floors above bring their parts in files of the names in PARTS."""

    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        # In DEBUG Django keeps the text of every statement, for which SQLite must quote each value anew. Nobody reads
        # it here, and it took a tenth of every page; what counts statements asks for them (force_debug_cursor).
        BaseDatabaseWrapper.queries_logged = property(lambda database: database.force_debug_cursor)  # type: ignore[assignment]
        for room in pkgutil.iter_modules(import_module(self.name).__path__):
            if room.ispkg:
                package = import_module(f"governance.{room.name}")
                for part in PARTS:
                    if module_has_submodule(package, part):
                        import_module(f"governance.{room.name}.{part}")
        autodiscover_modules(*PARTS)
