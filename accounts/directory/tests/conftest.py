"""A department, an administrator, and a writer of files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.directory.tests.files import HEAD
from accounts.models import Department, User
from governance.public import grant_role


@pytest.fixture
def unit(first_rows: None) -> Department:
    return Department.objects.create(code="marketing", name_zh="市场部", name_en="Marketing")


@pytest.fixture
def admin(unit: Department) -> User:
    admin = User.objects.create_user("admin")
    grant_role(admin, "admin", actor=None)
    return User.objects.get(pk=admin.pk)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes a file of people with these rows, and gives its path."""

    def written(*rows: str, head: str = HEAD, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        return path

    return written
