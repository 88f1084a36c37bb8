"""The Celery application: one generic task on two queues, `render` and `mail`.

Messages carry the number of a job row and nothing else; the row decides (see `portal.jobs`).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["portal"])
app.autodiscover_tasks(["portal"], related_name="periodic")
