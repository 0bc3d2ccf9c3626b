"""The operator's language model proposes the texts of a map, when there is one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_tasks import task

from mangnon.base.audit.api import record
from mangnon.base.jobs.api import report_progress
from mangnon.base.notices.api import tell
from mangnon.library.machine import Endpoint, NoAnswer, ask
from mangnon.library.models import MessageMap
from mangnon.library.perms import can_edit_map
from mangnon.library.refusals import Invalid, NotAllowed
from mangnon.studio.proposing.choosing import picture_for
from mangnon.units.api import Person


def machine_is_set() -> bool:
    return bool(settings.AI_URL)


@transaction.atomic
def ask_machine(*, by: Person, of_map: MessageMap) -> None:
    """Have the texts proposed by a job; the page shows when they are there."""
    if not can_edit_map(by, of_map):
        raise NotAllowed("Anh/chị không sửa được sơ đồ này.")
    if not machine_is_set():
        raise Invalid("Hệ thống này không dùng mô hình ngôn ngữ.")
    result = propose_by_machine.enqueue(str(of_map.pk), str(by.pk), of_map.version)
    of_map.asking = str(result.id)
    of_map.save(update_fields=["asking"])
    record(by=by, what="map.machine_asked", on=of_map, unit=of_map.unit_id)


@task(retries=0, minutes=5)
def propose_by_machine(map_id: str, person_id: str, version: int) -> None:
    """Ask, and write the draft unless a person wrote it meanwhile."""
    report_progress(0, 1, "Đang hỏi mô hình ngôn ngữ")
    of_map = MessageMap.objects.get(pk=UUID(map_id))
    try:
        draft = ask(
            Endpoint(str(settings.AI_URL), settings.AI_MODEL, settings.AI_KEY), of_map.draft
        )
    except NoAnswer as why:
        _tell(of_map, person_id, str(why))
        MessageMap.objects.filter(pk=of_map.pk).update(asking="")
        return
    _choose_pictures(draft)
    held = MessageMap.objects.filter(pk=of_map.pk, version=version)
    if held.update(draft=draft, version=version + 1, asking="") != 1:
        _tell(of_map, person_id, "Sơ đồ đã được sửa trong lúc chờ, đề xuất không ghi đè.")
        MessageMap.objects.filter(pk=of_map.pk).update(asking="")
    report_progress(1, 1, "Đã có đề xuất")


def _choose_pictures(draft: dict[str, Any]) -> None:
    taken: list[str] = []
    for message in draft["messages"]:
        heading = message["heading"]["text"]
        picture = picture_for(heading, heading, taken)
        taken.append(picture)
        message["picture"] = picture


def _tell(of_map: MessageMap, person_id: str, words: str) -> None:
    tell(
        template="map_machine",
        context={"map": of_map, "words": words},
        key=f"map:{of_map.pk}:{of_map.version}:machine",
        person_id=person_id,
        link=f"/thu-vien-noi-bo/so-do/{of_map.pk}/",
    )
