"""What products cost, in CPU seconds (user and system, with all programs that are called).

    python bench/studio.py [--no-peers]

One JSON line each: the first picture that whoever waits sees, the full set from one source, all but
video, a clip of 720 and of 1080 lines for each second that it lasts, a certificate. Peers do the
same work in the same run where they install (build/peers): Marp the deck, WeasyPrint the leaflet,
Chromium a clip frame by frame. `ratio` is the peer's cost by ours. Exits with 1 when a promise is
broken.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.studio_peers import Absent, chromium_clip, marp_deck, weasyprint_leaflet  # noqa: E402

from mangnon.kit.hotlines import hotlines  # noqa: E402
from mangnon.library.previews import preview_of  # noqa: E402
from mangnon.studio.certificates import Certificate, certificate_pdf  # noqa: E402
from mangnon.studio.genre import Brief, Maker  # noqa: E402
from mangnon.studio.genres import LIGHT_FIRST, genres  # noqa: E402
from mangnon.studio.genres.clip.make import film_of, frames_of  # noqa: E402
from mangnon.studio.genres.clip.scenes import FPS, scenes_of, whole_sound  # noqa: E402
from mangnon.studio.making import Refused, make  # noqa: E402
from mangnon.studio.model import Audience  # noqa: E402
from mangnon.studio.proposing import propose  # noqa: E402
from mangnon.studio.reading import read_document  # noqa: E402
from mangnon.studio.shop import Shop  # noqa: E402
from mangnon.studio.speech import RATE  # noqa: E402
from mangnon.studio.themes import theme_for, themes  # noqa: E402

SET_WITHIN, LIGHT_WITHIN, PREVIEW_WITHIN = 60.0, 5.0, 1.0  # CPU seconds
CLIP_WITHIN = {720: 0.35, 1080: 0.75}  # CPU seconds a second of clip
CERTIFICATE_WITHIN_MS = 5.0
CERTIFICATES = 200
# The source: a letter in the manner of an office, invented.
LETTER = """ỦY BAN NHÂN DÂN TỈNH MẪU
SỞ GIÁO DỤC VÀ ĐÀO TẠO

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/SGDĐT-VP
Mẫu, ngày 05 tháng 9 năm 2026

V/v hướng dẫn học sinh giữ an toàn trên mạng

Kính gửi: Các trường trực thuộc.

Thực hiện Kế hoạch số 12/KH-UBND ngày 01/8/2026 của UBND tỉnh về việc bảo vệ trẻ em.
Sở đề nghị các trường thực hiện các nội dung sau:
1. Hướng dẫn học sinh đặt mật khẩu mạnh, không dùng chung với bạn.
2. Nhắc học sinh không gửi ảnh cho người chỉ quen qua mạng, không hẹn gặp riêng.
3. Chỉ cho học sinh cách nhận ra tin giả, ảnh ghép, lời mời nhận thưởng.
4. Niêm yết số 111 tại lớp học và nhắc học sinh kể với người lớn mà các em tin cậy.
5. Phối hợp với cha mẹ đặt giờ dùng điện thoại buổi tối.
Nhận được văn bản này, đề nghị các trường nghiêm túc thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT, VP.

GIÁM ĐỐC

Lê Thị Mẫu
"""


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process and of the programs that it waited for."""
    before = _spent()
    result = work()
    return _spent() - before, result


def _spent() -> float:
    spent = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        spent += used.ru_utime + used.ru_stime
    return spent


def the_brief() -> Brief:
    """Read, proposed, ready to be made."""
    document = read_document(LETTER.encode(), name="cong-van.txt")
    plan = propose(document, audience=Audience.OFFICIALS, made_on=date(2026, 11, 29))
    return Brief(
        plan,
        theme_for(plan.audience),
        hotlines(),
        Maker("Trường Mẫu"),
        "https://mangnon.example/bao-tin/",
        "https://mangnon.example/thu-vien/",
    )


def first_look() -> dict[str, Any]:
    """From the file to the first small picture, the genres in the order in which jobs make them;
    nothing was made before in this process."""
    spent, genre = cpu(_until_a_picture)
    return told("studio: first preview", spent, PREVIEW_WITHIN, genre=genre)


def _until_a_picture() -> str:
    brief = the_brief()
    for name in LIGHT_FIRST:
        for file in genres()[name].make(brief, Shop()):
            if preview_of(file.name, file.content):
                return name
    raise SystemExit("no genre has a picture")


def full_set() -> list[dict[str, Any]]:
    """From the file to every file of every genre; nothing is taken from a store."""
    light, products = cpu(lambda: _made(heavy=False))
    heavy, clips = cpu(lambda: _made(heavy=True))
    files = sum(len(one.files) for one in (*products, *clips))
    return [
        told("studio: all but video", light, LIGHT_WITHIN, genres=len(products)),
        told("studio: full set", light + heavy, SET_WITHIN, files=files),
    ]


def _made(*, heavy: bool) -> list[Any]:
    chosen = [one for one in genres().values() if one.is_heavy == heavy]
    made = list(make(the_brief(), chosen, Shop()))
    refused = [one.why for one in made if isinstance(one, Refused)]
    if refused:
        raise SystemExit(f"refused: {refused}")
    return made


def clips() -> list[dict[str, Any]]:
    """Voice, stills, film and sound of one clip across, by the second that it lasts."""
    found = []
    for lines, within in CLIP_WITHIN.items():
        spent, seconds = cpu(lambda lines=lines: _clip(lines))
        found.append(
            told(
                f"studio: clip {lines}p a second",
                spent / seconds,
                within,
                seconds=round(seconds, 1),
            )
        )
    return found


def _clip(lines: int) -> float:
    brief, shop = the_brief(), Shop(lines=lines)
    scenes = scenes_of(brief, shop)
    film_of(brief, scenes, frames_of(lines)[0], shop)
    return len(whole_sound(scenes)) / 2 / RATE


def certificates() -> dict[str, Any]:
    def one(number: int) -> bytes:
        address = f"https://mangnon.example/chung-nhan/{number}"
        said = Certificate(
            f"Nguyễn Ánh Mẫu {number}",
            "An toàn trên mạng",
            "Trường Mẫu",
            date(2026, 11, 29),
            address,
        )
        return certificate_pdf(said, themes()["can-bo"])

    one(0)
    spent, _ = cpu(lambda: [one(number) for number in range(1, CERTIFICATES + 1)])
    return told("studio: certificate, ms", 1000 * spent / CERTIFICATES, CERTIFICATE_WITHIN_MS)


def against_peers() -> list[dict[str, Any]]:
    """The same content made by others."""
    brief = the_brief()
    with tempfile.TemporaryDirectory() as folder:
        return [
            _beside(
                "studio: deck",
                lambda: list(genres()["slides"].make(brief, Shop())),
                "Marp",
                lambda: marp_deck(brief, Path(folder)),
            ),
            _beside(
                "studio: leaflet",
                lambda: list(genres()["leaflet"].make(brief, Shop())),
                "WeasyPrint",
                lambda: weasyprint_leaflet(brief, Path(folder)),
            ),
            _beside_clip(brief, Path(folder)),
        ]


def _beside(
    name: str, ours: Callable[[], Any], peer: str, theirs: Callable[[], Any]
) -> dict[str, Any]:
    spent, _ = cpu(ours)
    try:
        other, _ = cpu(theirs)
    except Absent as absent:
        return {"figure": name, "cpu_s": round(spent, 2), "peer": peer, "absent": str(absent)}
    return {
        "figure": name,
        "cpu_s": round(spent, 2),
        "peer": peer,
        "peer_cpu_s": round(other, 2),
        "ratio": round(other / spent, 1),
    }


def _beside_clip(brief: Brief, folder: Path) -> dict[str, Any]:
    """A second of clip: ours over the whole clip, Chromium's over two seconds of frames."""
    spent, seconds = cpu(lambda: _clip(720))
    try:
        other, shown = cpu(lambda: chromium_clip(brief, folder, frames=2 * FPS))
    except Absent as absent:
        return {"figure": "studio: clip 720p a second", "peer": "Chromium", "absent": str(absent)}
    ours, theirs = spent / seconds, other / (shown / FPS)
    return {
        "figure": "studio: clip 720p a second",
        "cpu_s": round(ours, 3),
        "peer": "Chromium, frame by frame",
        "peer_cpu_s": round(theirs, 2),
        "ratio": round(theirs / ours, 1),
    }


def told(name: str, value: float, within: float, **more: Any) -> dict[str, Any]:
    return {
        "figure": name,
        "cpu": round(value, 3),
        "within": within,
        "holds": value <= within,
        **more,
    }


def main() -> int:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--no-peers", action="store_true", help="our own figures alone")
    options = asked.parse_args()
    lines = [first_look(), *full_set(), *clips(), certificates()]
    lines += [] if options.no_peers else against_peers()
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0 if all(line.get("holds", True) for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
