"""Addresses of the browser tests: those of the site, and one page with a chart."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from governance.urls import urlpatterns as site

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"month": f"2025-{month:02}-01", "views": month * 137, "kind": kind}
                        for month in range(1, 13) for kind in ("视频", "图文")]},
    "transform": [{"calculate": "datum.views * 2", "as": "twice"}],
    "height": 220,
    "mark": {"type": "line", "point": True, "tooltip": True},
    "encoding": {
        "x": {"field": "month", "type": "temporal", "title": None},
        "y": {"field": "twice", "type": "quantitative", "title": "浏览量"},
        "color": {"field": "kind", "type": "nominal"},
    },
}  # fmt: skip
PAGE = """{% extends "base.html" %}
{% block scripts %}{% include "ui/_chart_scripts.html" %}{% endblock %}
{% block title %}Chart{% endblock %}{% block heading %}Chart{% endblock %}
{% block main %}
{% include "ui/_chart.html" with id="views" title="每月浏览量" spec=spec headers=headers rows=rows %}
{% endblock %}
"""


@login_not_required
def chart(request: HttpRequest) -> HttpResponse:
    context = {"spec": SPEC, "headers": ["Month", "Views"], "rows": [["2025-01", "137"], ["2025-02", "274"]]}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("chart/", chart), *site]
