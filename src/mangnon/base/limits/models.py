"""How often something was tried lately.

Personal data kept: none that can be read. Who tried is a digest under the key of the installation;
the row goes within a day after its time is over.
"""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """`of`: the digest of what is counted; `until`: then it begins anew."""

    of = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "số lần thử"

    def __str__(self) -> str:
        return f"{self.of[:8]} {self.count}"
