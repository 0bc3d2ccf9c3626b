"""Pictures as platforms want them: at most 1080 wide, under 1 MB, and a wide one to share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image

from mangnon.publishing.channels.base import Media

LONGEST, MOST_BYTES, SHARED = 1080, 2**20, (1200, 630)


@dataclass(frozen=True, slots=True)
class Sized:
    """A picture ready to be taken along."""

    name: str
    content: bytes = field(repr=False)
    alt: str
    width: int
    height: int


def sized(pictures: Iterable[Media]) -> list[Sized]:
    """In their order; the first also as the wide picture of a shared link."""
    found = [_fitted(one, f"{n:02d}-{_stem(one.name)}") for n, one in enumerate(pictures, 1)]
    first = next(iter(pictures), None)
    return [*found, _shared(first)] if first else found


def _fitted(picture: Media, name: str) -> Sized:
    image = _opened(picture)
    image.thumbnail((LONGEST, LONGEST * 2))
    content, kind = _encoded(image)
    return Sized(f"{name}.{kind}", content, picture.alt, *image.size)


def _shared(picture: Media) -> Sized:
    """The whole picture on a ground of its own corner's colour: nothing is cut off."""
    image = _opened(picture)
    ground = Image.new("RGB", SHARED, image.getpixel((2, 2)))
    image.thumbnail(SHARED)
    ground.paste(image, ((SHARED[0] - image.width) // 2, (SHARED[1] - image.height) // 2))
    content, kind = _encoded(ground)
    return Sized(f"chia-se-1200x630.{kind}", content, picture.alt, *SHARED)


def _opened(picture: Media) -> Image.Image:
    return Image.open(BytesIO(picture.content)).convert("RGB")


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    """PNG where it is small enough, else JPEG."""
    png = _saved(image, "PNG")
    if len(png) < MOST_BYTES:
        return png, "png"
    fine = _saved(image, "JPEG", quality=88)
    return (fine if len(fine) < MOST_BYTES else _saved(image, "JPEG", quality=70)), "jpg"


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
