"""Runs of the directory in Django admin: to be read only."""

from django.contrib import admin

from accounts.directory.models import DirectoryRun
from governance.public import ReadOnlyAdmin


@admin.register(DirectoryRun)
class DirectoryRunAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "source", "status", "rows", "new", "changed", "started_at")
    list_filter = ("status", "source")
