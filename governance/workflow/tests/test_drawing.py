"""docs/workflows.md is what the tables say."""

from django.conf import settings

from governance.workflow.drawing import draw_all


def test_the_drawn_workflows_are_those_of_the_tables() -> None:
    written = (settings.BASE_DIR / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert written == draw_all(), "run: manage.py draw_workflows"
