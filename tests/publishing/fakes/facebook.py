"""A server that keeps the Graph API's rules as far as they are known (docs/reference/channels.md).

One Page. What is enforced: a token of the Page with its scopes and its end, the proof with the
application's secret; texts, 10 pictures of 4 MB put there unseen first, one kind of media a post;
the same words twice in a row are a duplicate; rate limits; pages of a list.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.publishing.fakes.serving import Fake, Reply, Request, Upload, page

PAGE_ID, APP_SECRET = "106559301234567", "bi-mat-cua-ung-dung-facebook"
SCOPES = frozenset({"pages_show_list", "pages_read_engagement", "pages_manage_posts"})
_VERSION = "/v25.0"
_MEGABYTE = 2**20
_WORKING = frozenset({"post_media_view", "post_total_media_view_unique", "post_clicks"})


@dataclass
class Standing:
    """A post of the Page or, with `video`, a video; `visitor`: somebody else's post."""

    id: str
    text: str
    made: float
    pictures: tuple[str, ...] = ()
    video: Upload | None = None
    visitor: bool = False


class FacebookFake(Fake):
    def __init__(self, port: int = 0) -> None:
        self.scopes = set(SCOPES)
        self.tokens: dict[str, float] = {}
        self.proof_needed = False
        self.a_hour = 200
        self.posts: dict[str, Standing] = {}
        self.pictures: dict[str, tuple[Upload, str]] = {}
        self.shown: set[str] = set()
        self.dropped_metrics: set[str] = set()
        self._times: list[float] = []
        self._serial = 0
        super().__init__(port)

    def grant(self) -> str:
        token = f"EAA{secrets.token_hex(24)}"
        self.tokens[token] = self.now() + 60 * 86400
        return token

    def standing(self) -> list[str]:
        return [one.id for one in self.posts.values() if not one.visitor]

    def visit(self, text: str) -> None:
        """Somebody writes on the Page."""
        made = self._id()
        self.posts[made] = Standing(made, text, self.now(), visitor=True)

    def _id(self) -> str:
        self._serial += 1
        return f"{PAGE_ID}_{122000000000000 + self._serial}"

    def answer(self, request: Request) -> Reply:
        if not request.path.startswith(_VERSION):
            return self._page(request.path)
        refused = self._barred(request)
        if refused:
            return refused
        name, _, edge = request.path.removeprefix(_VERSION).strip("/").partition("/")
        door = {
            ("POST", "photos"): self._photo,
            ("POST", "videos"): self._video,
            ("POST", "feed"): self._feed,
            ("GET", "published_posts"): self._listed,
            ("GET", "videos"): self._listed,
            ("GET", "insights"): self._insights,
            ("GET", ""): self._read,
            ("POST", ""): self._edit,
            ("DELETE", ""): self._delete,
        }.get((request.method, edge))
        return door(request, name) if door else _no(100, "Unknown path components")

    def _barred(self, request: Request) -> Reply | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if "access_token" in request.query:
            return _no(190, "A token in an address is read by every log on the way")
        if self.tokens.get(token, 0) < self.now():
            return _no(190, "Error validating access token", 463, status=401)
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        shown = request.query.get("appsecret_proof")
        if shown != proof and (self.proof_needed or shown):
            return _no(100, "Invalid appsecret_proof provided in the API argument")
        if request.method != "GET" and "pages_manage_posts" not in self.scopes:
            return _no(200, "Requires pages_manage_posts permission", status=403)
        self._times = [one for one in self._times if one > self.now() - 3600] + [self.now()]
        if len(self._times) > self.a_hour:
            return _no(32, "Page request limit reached")
        return None

    def _photo(self, request: Request, name: str) -> Reply:
        picture = request.files["source"]
        if len(picture.content) > 4 * _MEGABYTE or not picture.content.startswith(
            (b"\x89PNG", b"\xff\xd8")
        ):
            return _no(324, "Missing or invalid image file", 1366046)
        if name != PAGE_ID or request.form.get("published") != "false":
            return _no(100, "Invalid parameter")
        made = str(331000000000000 + len(self.pictures))
        self.pictures[made] = picture, request.form.get("alt_text_custom", "")
        return Reply({"id": made})

    def _feed(self, request: Request, name: str) -> Reply:
        message = request.form.get("message", "")
        keys = [key for key in request.form if key.startswith("attached_media[")]
        shown = tuple(str(json.loads(request.form[key])["media_fbid"]) for key in keys)
        if name != PAGE_ID or not 0 < len(message) <= 63206 or len(shown) > 10:
            return _no(100, "Invalid parameter")
        if any(one not in self.pictures or one in self.shown for one in shown):
            return _no(100, "Invalid parameter: attached_media")
        last = next(reversed([one for one in self.posts.values() if not one.visitor]), None)
        if last and last.text == message and last.made > self.now() - 3600:
            return _no(506, "Duplicate status message")
        made = self._id()
        self.shown |= set(shown)
        self.posts[made] = Standing(made, message, self.now(), shown)
        return Reply({"id": made})

    def _video(self, request: Request, name: str) -> Reply:
        video = request.files["source"]
        if name != PAGE_ID or video.kind != "video/mp4" or len(video.content) > 1024 * _MEGABYTE:
            return _no(352, "The video file you selected is in a format that we don't support.")
        made = self._id().partition("_")[2]
        self.posts[made] = Standing(
            made, request.form.get("description", ""), self.now(), video=video
        )
        return Reply({"id": made})

    def _listed(self, request: Request, name: str) -> Reply:
        videos = request.path.endswith("/videos")
        rows = [
            self._row(one, request.query.get("fields", ""))
            for one in reversed(self.posts.values())
            if (one.video is not None) == videos and not one.visitor
        ]
        start, size = int(request.query.get("after", 0)), int(request.query.get("limit", 25))
        more = start + size < len(rows)
        paging: dict[str, Any] = {"cursors": {"after": str(start + size)}}
        if more:
            paging["next"] = "…"
        return Reply({"data": rows[start : start + size], "paging": paging if rows else {}})

    def _row(self, one: Standing, fields: str) -> dict[str, Any]:
        made = datetime.fromtimestamp(one.made, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        link = f"/{PAGE_ID}/videos/{one.id}/" if one.video else f"{self.url}/bai/{one.id}"
        everything: dict[str, Any] = {
            "message" if one.video is None else "description": one.text,
            "created_time": made,
            "permalink_url": link,
            "reactions": {"data": [], "summary": {"total_count": 12}},
            "comments": {"data": [], "summary": {"total_count": 2}},
            "shares": {"count": 4},
        }
        asked = {part.partition(".")[0] for part in fields.split(",")}
        return {"id": one.id} | {key: everything[key] for key in everything if key in asked}

    def _insights(self, request: Request, name: str) -> Reply:
        metrics = request.query.get("metric", "").split(",")
        known = self.posts.get(name) or self.posts.get(name.partition("_")[2])
        if known is None:
            return _gone(name)
        if not set(metrics) <= _WORKING - self.dropped_metrics:
            return _no(100, "The value must be a valid insights metric")
        counts = {"post_media_view": 340, "post_total_media_view_unique": 210, "post_clicks": 9}
        rows = [
            {"name": one, "period": "lifetime", "values": [{"value": counts[one]}]}
            for one in metrics
        ]
        return Reply({"data": rows})

    def _read(self, request: Request, name: str) -> Reply:
        if name == PAGE_ID:
            return Reply({"id": PAGE_ID, "name": "Trang của Sở"})
        one = self.posts.get(name)
        return Reply(self._row(one, request.query.get("fields", ""))) if one else _gone(name)

    def _edit(self, request: Request, name: str) -> Reply:
        one = self.posts.get(name)
        field = "description" if one and one.video else "message"
        if one is None:
            return _gone(name)
        if not 0 < len(request.form.get(field, "")) <= 63206:
            return _no(100, "Invalid parameter")
        one.text = request.form[field]
        return Reply({"success": True})

    def _delete(self, request: Request, name: str) -> Reply:
        return Reply({"success": True}) if self.posts.pop(name, None) else _gone(name)

    def _page(self, path: str) -> Reply:
        kind, _, name = path.strip("/").rpartition("/")
        if kind == "anh" and name in self.pictures:
            return Reply(self.pictures[name][0].content, kind=self.pictures[name][0].kind)
        shown = [self.posts[name]] if kind == "bai" and name in self.posts else []
        if path == "/":
            shown = [*reversed(self.posts.values())]
        return page("Trang Facebook (máy chủ giả)", *map(self._drawn, shown))

    def _drawn(self, one: Standing) -> str:
        text = re.sub(r"(https?://\S+)", r'<a href="\1">\1</a>', html.escape(one.text))
        pictures = "".join(
            f'<img width=240 src="/anh/{each}" alt="{html.escape(self.pictures[each][1])}">'
            for each in one.pictures
        )
        film = "<p>[video]" if one.video else ""
        return f"<article><p>{text.replace(chr(10), '<br>')}</p>{pictures}{film}</article><hr>"


def _no(code: int, words: str, subcode: int = 0, *, status: int = 400) -> Reply:
    error: dict[str, Any] = {
        "message": f"(#{code}) {words}",
        "type": "OAuthException",
        "code": code,
    }
    if subcode:
        error["error_subcode"] = subcode
    return Reply({"error": {**error, "fbtrace_id": "A1b2C3"}}, status)


def _gone(name: str) -> Reply:
    words = f"Object with ID '{name}' does not exist or cannot be loaded due to missing permissions"
    return _no(100, words, 33)
