"""Fetching a plan and a bundle, and moving them to where the filter looks, whole or not at all.

What the platform sent is believed for its signature alone; a revision that was passed never comes
back. The filter itself checks again what it is given, and keeps a good copy.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mangnon.gateway.engine.plan import BadPlan, Plan
from mangnon.gateway.link import memory
from mangnon.gateway.link.delta import BadDelta, applied
from mangnon.gateway.link.envelope import BadEnvelope, opened
from mangnon.gateway.link.memory import Enrolled, Followed
from mangnon.gateway.link.talking import Away, Refused, Talker

log = logging.getLogger("mangnon.gateway")
MACHINES = "/bo-loc/may"
PARTS, MODEL = "goi", "model.bin"


class NotTaken(Exception):
    """Something that came and is not followed; says why. What was there before is still there."""


@dataclass(frozen=True)
class Places:
    """Where the filter looks (see `serve.config`) and its own folder."""

    bundle: Path
    plan: Path
    state: Path


@dataclass(frozen=True)
class Delivery:
    """Takes what one platform releases for one site."""

    places: Places
    who: Enrolled
    talker: Talker

    @property
    def followed(self) -> Followed:
        return memory.followed(self.places.state)

    def take_plan(self) -> int:
        """The plan released last. Returns its revision. Raises NotTaken, Away, Refused, OSError."""
        said = self._opened("plan", self.talker.ask(f"{MACHINES}/ke-hoach").body)
        revision = _number(said, "revision")
        if said.get("site") != self.who.site:
            raise NotTaken("quy tắc dành cho một điểm trường khác")
        _refuse_back(revision, self.followed.plan, "quy tắc")
        try:
            Plan.from_json(said["plan"])
        except (BadPlan, KeyError, TypeError) as wrong:
            raise NotTaken(f"quy tắc bản {revision} không dùng được: {wrong}") from None
        memory.put(self.places.plan, said["plan"].encode())
        memory.keep_followed(self.places.state, replace(self.followed, plan=revision))
        log.info("đã nhận quy tắc bản %d", revision)
        return revision

    def take_bundle(self) -> int:
        """The bundle released last: what changed, or the whole. Raises as `take_plan`."""
        said = self._opened("bundle", self.talker.ask(f"{MACHINES}/goi").body)
        number, manifest = _number(said, "number"), said.get("manifest")
        if not isinstance(manifest, dict) or manifest.get("index_sha256") != said.get("sha256"):
            raise NotTaken(f"gói danh sách {number} thiếu thông tin")
        _refuse_back(number, self.followed.bundle, "gói danh sách")
        path = self._changed(number, said["sha256"]) or self._whole(number, said)
        model = self._model(number, str(manifest.get("model_sha256") or ""))
        _put_bundle(self.places.bundle, path, {**manifest, "number": number}, model)
        memory.keep_followed(self.places.state, replace(self.followed, bundle=number))
        log.info("đã nhận gói danh sách %d", number)
        return number

    def _opened(self, kind: str, envelope: bytes) -> dict[str, Any]:
        try:
            return opened(kind, envelope, bytes.fromhex(self.who.key))
        except BadEnvelope as wrong:
            raise NotTaken(str(wrong)) from None

    def _changed(self, number: int, sha256: str) -> Path | None:
        """The new index from the one in place, when the platform knows the way."""
        base = number_of(self.places.bundle)
        if not base:
            return None
        try:
            change = self.talker.ask(f"{MACHINES}/goi/{number}/tu/{base}").body
            index = applied((self.places.bundle / "index.bin").read_bytes(), change)
        except (Refused, BadDelta, OSError) as wrong:
            log.info("tải cả gói danh sách %d: %s", number, wrong)
            return None
        if hashlib.sha256(index).hexdigest() != sha256:
            return None
        path = self._part(number, sha256)
        memory.put(path, index)
        return path

    def _model(self, number: int, sha256: str) -> bytes:
        """The name model of a bundle: the one in place where it is the same. Lists do not wait for
        it: without one, names that nobody knows are open."""
        if not sha256:
            return b""
        try:
            model = (self.places.bundle / MODEL).read_bytes()
        except OSError:
            model = b""
        if hashlib.sha256(model).hexdigest() == sha256:
            return model
        try:
            model = self.talker.ask(f"{MACHINES}/goi/{number}/{MODEL}").body
        except (Refused, Away) as wrong:
            log.error("gói danh sách %d dùng không có mô hình tên lạ: %s", number, wrong)
            return b""
        return model if hashlib.sha256(model).hexdigest() == sha256 else b""

    def _whole(self, number: int, said: dict[str, Any]) -> Path:
        """Goes on where a download that was cut off had come to."""
        path = self._part(number, said["sha256"])
        path.parent.mkdir(parents=True, exist_ok=True)
        for other in path.parent.iterdir():
            if other != path:
                other.unlink()
        size = _number(said, "size")
        have = path.stat().st_size if path.exists() else 0
        if have < size:
            self._download(f"{MACHINES}/goi/{number}/index.bin", path, have, size)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != said["sha256"]:
            path.unlink()
            raise NotTaken(f"gói danh sách {number} tải về không đúng với chữ ký")
        return path

    def _download(self, address: str, path: Path, have: int, size: int) -> None:
        with path.open("ab") as file:
            for piece in self.talker.pieces(address, start=have):
                if not piece:
                    file.truncate(0)
                file.write(piece)
                if file.tell() > size:
                    break
            done = file.tell()
        if done < size:
            raise Away(f"gói danh sách mới tải được {done} trên {size} byte")

    def _part(self, number: int, sha256: str) -> Path:
        return self.places.state / PARTS / f"{number}-{sha256[:16]}.part"


def number_of(bundle: Path) -> int:
    """The platform's number of a bundle in place; 0 for one of the school's own, or none."""
    try:
        number = json.loads((bundle / "manifest.json").read_bytes()).get("number", 0)
    except (OSError, ValueError, AttributeError):
        return 0
    return number if isinstance(number, int) else 0


def _number(said: dict[str, Any], name: str) -> int:
    number = said.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise NotTaken(f"thông điệp thiếu {name}")
    return number


def _refuse_back(number: int, passed: int, words: str) -> None:
    if number < passed:
        raise NotTaken(f"{words} bản {number} cũ hơn bản {passed} đã nhận: cần ghi danh lại")


def _put_bundle(place: Path, index: Path, manifest: dict[str, Any], model: bytes) -> None:
    """A folder beside, then two renames: the keeper waits while it is away for a moment."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    old = place.with_name(f".{place.name}.old")
    try:
        beside.chmod(0o755)
        shutil.move(index, beside / "index.bin")
        if model:
            (beside / MODEL).write_bytes(model)
        written = json.dumps(manifest, ensure_ascii=False, indent=1)
        (beside / "manifest.json").write_text(written, encoding="utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        beside.rename(place)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
