"""Choosing several files at once in a form; what they hold is looked at by the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that were chosen, none or several; what they hold is looked at by the service."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        """A list, whatever the browser sent."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in given]
