"""Other people's programs doing the same work; installed into build/peers on first use.

Each takes the brief that ours takes, so that the content is the same: title, messages with
sentences, whom to call.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import venv
from html import escape
from pathlib import Path

from mangnon.studio.genre import Brief
from mangnon.studio.pictures import drawing
from mangnon.studio.programs import ffmpeg

PEERS = Path(__file__).parent.parent / "build" / "peers"
CHROMIUM = "/usr/bin/chromium"
MARP, WEASYPRINT = "@marp-team/marp-cli@4", "weasyprint==70.0"


class Absent(Exception):
    """The peer is not here and cannot be installed."""


def marp_deck(brief: Brief, folder: Path) -> Path:
    """The deck as PPTX by Marp, through Chromium."""
    marp = _node_program("marp", MARP)
    slides = [f"# {brief.plan.title.text}"]
    slides += [
        f"## {one.heading.text}\n\n{' '.join(s.text for s in one.sentences)}"
        for one in brief.plan.messages
    ]
    slides.append("\n".join(f"- **{line.number}** {line.title}" for line in brief.lines))
    source = folder / "deck.md"
    source.write_text("---\nmarp: true\n---\n" + "\n\n---\n\n".join(slides), encoding="utf-8")
    target = folder / "deck.pptx"
    command = [
        marp,
        "--pptx",
        "--allow-local-files",
        "--browser-path",
        CHROMIUM,
        str(source),
        "-o",
        str(target),
    ]
    _run([*command], {"CHROME_NO_SANDBOX": "1"})
    return target


def weasyprint_leaflet(brief: Brief, folder: Path) -> Path:
    """The leaflet as PDF/UA by WeasyPrint."""
    python = _python_with(WEASYPRINT)
    page = folder / "leaflet.html"
    page.write_text(_leaflet_page(brief), encoding="utf-8")
    target = folder / "leaflet.pdf"
    _run([python, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(page), str(target)], {})
    return target


def _leaflet_page(brief: Brief) -> str:
    """The same blocks as ours: drawings beside headings and sentences, whom to call below."""
    style = (
        "@page{size:A4;margin:14mm}section{background:#e8eef2;margin:3mm 0;padding:4mm;"
        "min-height:24mm}img{width:22mm;float:left;margin-right:4mm}"  # its grid fails an assertion
    )
    items = "".join(
        f"<section>{_image(one.picture, one.heading.text)}<div><h2>{escape(one.heading.text)}</h2>"
        f"<p>{escape(' '.join(said.text for said in one.sentences))}</p></div></section>"
        for one in brief.plan.messages
    )
    title = escape(brief.plan.title.text)
    return (
        f"<html lang=vi><title>{title}</title><style>{style}</style><h1>{title}</h1>{items}"
        f"<footer>{brief.lines[0].number}</footer>"
    )


def _image(picture: str, alt: str) -> str:
    encoded = base64.b64encode(drawing(picture).encode()).decode()
    return f"<img src='data:image/svg+xml;base64,{encoded}' alt='{escape(alt)}'>"


def chromium_clip(brief: Brief, folder: Path, *, frames: int) -> int:
    """A still that glides, one screenshot a frame, then encoded; gives the frames shown."""
    if not Path(CHROMIUM).exists():
        raise Absent(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    message = brief.plan.messages[0]
    style = "width:1434px;height:806px;padding:200px;box-sizing:border-box"
    heading = f"<h1 style='font-size:72px'>{escape(message.heading.text)}</h1>"
    page_text = (
        "<body style='margin:0;overflow:hidden;background:#f4fbf6'>"
        f"<div id=s style='{style}'>{drawing(message.picture)}{heading}</div></body>"
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.set_content(page_text)
        for number in range(frames):
            glide = f"translateX(-{154 * number / frames}px)"
            page.evaluate(f"document.getElementById('s').style.transform='{glide}'")
            page.screenshot(path=str(folder / f"{number:04d}.png"))
        chromium.close()
    encode = [
        "-framerate",
        "25",
        "-i",
        "%04d.png",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
    ]
    command = [ffmpeg(), "-v", "error", "-y", *encode, "-pix_fmt", "yuv420p", "out.mp4"]
    subprocess.run(command, cwd=folder, check=True)
    return frames


def _node_program(name: str, package: str) -> str:
    program = PEERS / "node" / "node_modules" / ".bin" / name
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise Absent("npm is not installed")
        home = PEERS / "node"
        home.mkdir(parents=True, exist_ok=True)
        got = subprocess.run(
            [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", package],
            capture_output=True,
            check=False,
        )
        if got.returncode != 0:
            raise Absent(f"{package} could not be installed")
    return str(program)


def _python_with(package: str) -> str:
    python = PEERS / "python" / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / "python", with_pip=True)
        got = subprocess.run(
            [str(python), "-m", "pip", "install", "-q", package], capture_output=True, check=False
        )
        if got.returncode != 0:
            shutil.rmtree(PEERS / "python", ignore_errors=True)
            raise Absent(f"{package} could not be installed")
    return str(python)


def _run(command: list[str], more: dict[str, str]) -> None:
    try:
        subprocess.run(
            command, check=True, capture_output=True, timeout=300, env={**os.environ, **more}
        )
    except (OSError, subprocess.SubprocessError) as broken:
        raise Absent(f"{command[0]} failed: {broken}") from broken
