"""Days off, editable: the package's list is only where they begin."""

from __future__ import annotations

from django.db import models


class Holiday(models.Model):
    """A day on which offices are closed (or, with `works`, a weekend day worked in exchange)."""

    on = models.DateField("ngày", unique=True)
    name = models.CharField("tên ngày nghỉ", max_length=200)
    works = models.BooleanField("là ngày làm bù", default=False)
    source = models.CharField("nguồn", max_length=200)
    checked = models.BooleanField("đã đối chiếu", default=False)

    class Meta:
        ordering = ["on"]
        verbose_name = "ngày nghỉ lễ"

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"
