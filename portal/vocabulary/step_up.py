"""How somebody showed that it was they who pressed the button."""

from django.db.models import TextChoices


class StepUpLevel(TextChoices):
    """What was shown for one action. Signatures keep the value: none is ever renamed."""

    PASSKEY = "passkey", "Passkey"
    APP_CODE = "app_code", "Code from an app"
    PASSWORD = "password", "Password (demo)"
    RECORDED = "recorded", "Recorded by staff from a letter"
    SESSION = "session", "Signed in, not asked again"
