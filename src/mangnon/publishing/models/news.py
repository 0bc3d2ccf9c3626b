"""Who of the public gets the weekly letter of the library.

Personal data kept: an address, sealed under the installation's key, which is not in the database,
and the day on which its holder confirmed it; a keyed digest finds it again. Nothing is kept of an
address that nobody has confirmed. The row goes with the first wish to have no more letters, and
when the address does not exist any more. Nothing is noted of who opens or follows what.
"""

from __future__ import annotations

import uuid

from django.db import models

from mangnon.kit import clock


class NewsReader(models.Model):
    """`told_until`: what came out until then was told, or was there before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(default=clock.now)
    told_until = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = "người nhận tin của thư viện"

    def __str__(self) -> str:
        return str(self.pk)
