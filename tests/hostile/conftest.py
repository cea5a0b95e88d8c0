"""The small company of the content floor serves here too."""

from content.conftest import house

__all__ = ["house"]
