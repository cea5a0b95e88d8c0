"""A text that is put together while the code loads speaks one language for ever: lazy ones are filled in later."""

from __future__ import annotations

import ast

import pytest

from governance.celery import FLOORS, ROOT

FILES = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")) if "tests" not in path.parts]


def lazy_names(tree: ast.Module) -> set[str]:
    """The names under which a module calls the lazy translations."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {
        name.asname or name.name
        for node in imports
        if node.module == "django.utils.translation"
        for name in node.names
        if name.name.endswith("_lazy")
    }


def filled_in_while_loading(source: str) -> list[int]:
    """The lines on which a lazy text outside of functions is filled in with %."""
    tree = ast.parse(source)
    names, found = lazy_names(tree), []

    def look(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            text = child.left if isinstance(child, ast.BinOp) and isinstance(child.op, ast.Mod) else None
            if isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and text.func.id in names:
                found.append(text.lineno)
            look(child)

    look(tree)
    return found


def test_what_is_filled_in_while_the_code_loads_is_found() -> None:
    source = 'from django.utils.translation import gettext_lazy as _\nHELP = _("At most %d.") % 3\n'
    assert filled_in_while_loading(source) == [2]


@pytest.mark.parametrize("floor", FLOORS)
def test_no_text_is_filled_in_while_the_code_loads(floor: str) -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in FILES
        if path.relative_to(ROOT).parts[0] == floor
        for line in filled_in_while_loading(path.read_text(encoding="utf-8"))
    ]
    assert faults == []
