"""HTML with the grounds of each sentence, and the same as DOCX."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from html import escape

from mangnon.studio.genre import Brief, File
from mangnon.studio.genres.article.docx import to_docx
from mangnon.studio.genres.article.text import Section, sections_of
from mangnon.studio.model import Sentence
from mangnon.studio.rasters import Sign, sign_of
from mangnon.studio.reading_ease import Ease, ease_of
from mangnon.studio.shop import Shop
from mangnon.studio.typesetting import AI_LABEL, check_glyphs

LOGO = 56.0  # pixels of its height


def make(brief: Brief, shop: Shop) -> Iterator[File]:
    plan = brief.plan
    sections = sections_of(plan)
    says = _says(brief, sections)
    check_glyphs({}, (one.text for one in says))
    sign = sign_of(brief.maker, shop)
    ease = ease_of([one.text for one in says], plan.audience)
    words = f"Bài báo ({ease.line})"
    yield File("bai-bao.html", _html(brief, sections, ease, sign).encode(), words, says=says)
    paper = to_docx(brief, sections, foot_lines(brief), sign)
    yield File("bai-bao.docx", paper, words, says=says)


def _says(brief: Brief, sections: Iterable[Section]) -> tuple[Sentence, ...]:
    lead = (brief.plan.lead,) if brief.plan.lead else ()
    below = [one for section in sections for one in (section.heading, *section.sentences)]
    return (brief.plan.title, *lead, *below)


def foot_lines(brief: Brief) -> list[str]:
    """Under every article: whom to call, the source, who made it, the label for AI."""
    child_line = brief.lines[0]
    plan = brief.plan
    made = " – ".join(part for part in (brief.maker.name, f"{plan.made_on:%d/%m/%Y}") if part)
    return [
        f"Cần giúp, gọi {child_line.number} – {child_line.title}. {child_line.words}",
        *([brief.maker.contact] if brief.maker.contact else []),
        f"Nguồn: {plan.source.line}.",
        f"Biên soạn: {made}." if brief.maker.name else f"Biên soạn ngày {made}.",
        *([f"{AI_LABEL}."] if plan.by_machine else []),
    ]


def _html(brief: Brief, sections: Iterable[Section], ease: Ease, sign: Sign | None) -> str:
    plan = brief.plan
    parts = [f'<article lang="vi" class="article" data-words="{ease.words}">']
    parts.append(f"<h1{_grounds(plan.title)}>{escape(plan.title.text)}</h1>")
    if plan.lead:
        parts.append(f'<p class="sapo"{_grounds(plan.lead)}>{escape(plan.lead.text)}</p>')
    parts.append(f'<p class="reading-ease">{escape(ease.line)}</p>')
    for section in sections:
        parts.append(f"<h2{_grounds(section.heading)}>{escape(section.heading.text)}</h2>")
        said = " ".join(
            f"<span{_grounds(one)}>{escape(one.text)}</span>" for one in section.sentences
        )
        parts.append(f"<p>{said}</p>")
    parts += ["<footer>", *([_logo(sign)] if sign else [])]
    parts += [f"<p>{escape(line)}</p>" for line in foot_lines(brief)]
    parts.append("</footer></article>")
    return "\n".join(parts) + "\n"


def _logo(sign: Sign) -> str:
    """Within the page, so that the article stays one file."""
    width, height = (round(one) for one in sign.within(LOGO))
    data = base64.b64encode(sign.png).decode()
    return (
        f'<p><img class="article__logo" width="{width}" height="{height}"'
        f' alt="{escape(sign.alt)}" src="data:image/png;base64,{data}"></p>'
    )


def _grounds(sentence: Sentence) -> str:
    return f' data-grounds="{escape(" ".join(sentence.grounds))}"' if sentence.grounds else ""
