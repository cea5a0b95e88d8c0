# Two stages: the first has what building needs, the second only what serving needs, without root.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /site
COPY requirements.txt /tmp/requirements.txt
RUN /site/bin/pip install -r /tmp/requirements.txt
COPY . /app
WORKDIR /app
# Translations, the static files that come out of packages, and all of them gathered under hashed names.
RUN SECRET_KEY=only-for-this-step DATA_DIR=/tmp/build STATIC_ROOT=/app/static-root PATH=/site/bin:$PATH \
    python manage.py prepare --files-only && rm -rf /tmp/build

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore, for manage.py backup and restore.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data governance \
    && install -d -o governance -g governance -m 0700 /data
COPY --from=build /site /site
COPY --from=build /app /app
ENV PATH=/site/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data STATIC_ROOT=/app/static-root HOST=0.0.0.0 PORT=8000 \
    DJANGO_SETTINGS_MODULE=governance.settings
WORKDIR /app
USER governance
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen(u.Request(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", headers={'Host': 'localhost'}), timeout=4)"]
CMD ["gunicorn", "--config", "python:governance.serving"]
