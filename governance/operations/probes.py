"""What load balancers and monitors ask: alive, ready, measures."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_prometheus.exports import ExportToDjangoView
from kombu.exceptions import OperationalError

from governance.celery import app


@never_cache
@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@login_not_required
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where database, broker and migrations are in order, else 503; says which, and nothing more."""
    found = {"database": database_answers(), "broker": broker_answers()}
    found["migrations"] = found["database"] and migrations_done()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def database_answers() -> bool:
    """One statement goes through."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    """The broker takes a connection within its time limit."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def migrations_done() -> bool:
    """Every migration of this version has run."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@never_cache
@login_not_required
@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """Prometheus measures, for this machine itself or for the bearer of METRICS_TOKEN; unknown to others."""
    if not (from_this_machine(request) or bears_token(request)):
        raise Http404
    return ExportToDjangoView(request)


def from_this_machine(request: HttpRequest) -> bool:
    """A loopback peer that speaks for itself: what a proxy passes on carries the visitor's address."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def bears_token(request: HttpRequest) -> bool:
    """The Authorization header holds the token of the setting."""
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, expected)
