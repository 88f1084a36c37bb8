"""The running portal's own database, for what a browser cannot see."""

from tests.journeys.conftest import Portal


def database_url(portal: Portal) -> str:
    """The address that the portal's processes use."""
    command = "from django.conf import settings; print(settings.DATABASE_URL)"
    return portal.manage("shell", "--no-imports", "-c", command).stdout.strip()
