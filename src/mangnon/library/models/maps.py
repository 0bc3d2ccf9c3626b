"""Message maps: what a campaign says, in numbered revisions that are never changed."""

from __future__ import annotations

import uuid

from django.db import models

from mangnon.kit import clock


class MessageMap(models.Model):
    """One map of a document for one audience; its newest revision counts.

    `draft`: what somebody is writing, whole or not; `version` counts its changes, so that two who
    write at once notice. `asking`: the job that asks the operator's language model.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey("library.Document", models.PROTECT, related_name="maps")
    audience = models.CharField("đối tượng", max_length=12)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    draft = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    asking = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = "sơ đồ thông điệp"

    def __str__(self) -> str:
        return f"{self.document} ({self.audience})"


class Revision(models.Model):
    """A map as it stood, resting on an edition. `values`: as `studio.maps.as_values`;
    `accepted_by` said that it is right."""

    map = models.ForeignKey(MessageMap, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=1)
    edition = models.ForeignKey("library.Edition", models.PROTECT, related_name="+")
    values = models.JSONField()
    by_machine = models.BooleanField("có dùng trí tuệ nhân tạo", default=False)
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    accepted_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["map_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["map", "number"], name="revisions_of_a_map")]

    def __str__(self) -> str:
        return f"{self.map} – lần {self.number}"


class Voice(models.Model):
    """A voice recorded for one scene of a map's clip and audio; `message` names the scene, `said`
    the words that it was spoken for: once they change, the recording is not used."""

    map = models.ForeignKey(MessageMap, models.CASCADE, related_name="voices")
    message = models.CharField(max_length=40)
    said = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("units.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["map_id", "message"]
        constraints = [models.UniqueConstraint(fields=["map", "message"], name="one_voice_a_scene")]

    def __str__(self) -> str:
        return f"{self.map_id} {self.message}"
