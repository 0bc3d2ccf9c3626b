"""Stills, voice, captions: joined across and upright; WebVTT and transcript beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.clip.film import Frame, fade_film, joined, scene_film
from mangnon.studio.genres.clip.scenes import Scene, scenes_of, starts_of, whole_sound
from mangnon.studio.shop import Shop
from mangnon.studio.speech.captions import Cue, web_vtt
from mangnon.studio.speech.lines import voices_in_words
from mangnon.studio.speech.loudness import encoded
from mangnon.studio.typesetting import Sheet, common_values, set_pages

HOME = Path(__file__).parent
AAC = ("-c:a", "aac", "-b:a", "96k")
ACROSS_LINE, UPRIGHT_LINE = 46, 30  # characters of a caption line


def frames_of(lines: int) -> tuple[Frame, Frame]:
    """lines: 720 or 1080."""
    long = lines * 16 // 9
    return (
        Frame("ngang", f"Video ngang {lines}p", long, lines, ACROSS_LINE),
        Frame("doc", f"Video dọc {lines}p", lines, long, UPRIGHT_LINE),
    )


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    scenes = scenes_of(brief, shop)
    says = tuple(one for scene in scenes for one in scene.says)
    voice = voices_in_words([scene.speech.voice for scene in scenes])
    for frame in frames_of(shop.lines):
        film = film_of(brief, scenes, frame, shop)
        words = f"{frame.words} ({voice})"
        yield File(f"clip-{frame.name}.mp4", film, words, brief.plan.title.text, says)
    cues = _all_cues(scenes, ACROSS_LINE)
    yield File("clip.vtt", web_vtt(cues).encode(), "Phụ đề WebVTT", says=says)
    yield File("clip-loi-thoai.txt", _transcript(brief, scenes).encode(), "Lời thoại", says=says)


def film_of(brief: Brief, scenes: Sequence[Scene], frame: Frame, shop: Shop) -> bytes:
    """The whole clip in one size: MP4."""
    samples = whole_sound(scenes)
    sound = shop.once("clip/sound", samples, lambda: encoded(samples, AAC, "adts"))
    return joined(_pieces(brief, scenes, frame, shop), sound, _all_cues(scenes, frame.line))


def _pieces(brief: Brief, scenes: Sequence[Scene], frame: Frame, shop: Shop) -> list[bytes]:
    """Scenes and the fades between them; each glides back from where the last one ended."""
    stills = [_still(brief, scene, frame, shop) for scene in scenes]
    pieces = []
    for place, scene in enumerate(scenes):
        shop.tell(f"{frame.words}, cảnh {place + 1}/{len(scenes)}")
        leftward = place % 2 == 1
        cues = scene.cues(line=frame.line)
        pieces.append(
            scene_film(stills[place], cues, scene.frames, frame, leftward=leftward, shop=shop)
        )
        if place + 1 < len(scenes):
            pieces.append(
                fade_film(stills[place], stills[place + 1], frame, leftward=leftward, shop=shop)
            )
    return pieces


def _still(brief: Brief, scene: Scene, frame: Frame, shop: Shop) -> bytes:
    """The sheet is drawn for 720 lines and set finer for more."""
    across = frame.width > frame.height
    values = common_values(brief) | scene.still | {"across": across}
    finer = min(frame.width, frame.height) / 720
    return set_pages(Sheet(HOME / "sheet.typ", values), "png", shop, ppi=72 * finer)[0]


def _all_cues(scenes: Sequence[Scene], line: int) -> list[Cue]:
    starts = starts_of(scenes)
    return [
        cue
        for scene, start in zip(scenes, starts, strict=True)
        for cue in scene.cues(offset=start, line=line)
    ]


def _transcript(brief: Brief, scenes: Sequence[Scene]) -> str:
    head = f"LỜI THOẠI: {brief.plan.title.text}\nNguồn: {brief.plan.source.line}\n"
    told = [
        f"[{int(start) // 60}:{int(start) % 60:02d}] {scene.text}"
        for scene, start in zip(scenes, starts_of(scenes), strict=True)
    ]
    return head + "\n" + "\n\n".join(told) + "\n"
