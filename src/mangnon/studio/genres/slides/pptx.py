"""The deck as PPTX: titles in their places, text boxes, alt texts, notes, a native chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from mangnon.studio.codes import qr
from mangnon.studio.genre import Brief
from mangnon.studio.genres.slides import plan as measures
from mangnon.studio.genres.slides.plan import Slide, Text
from mangnon.studio.office import steady
from mangnon.studio.pictures import pictures
from mangnon.studio.rasters import png_of, sign_of, svg_png
from mangnon.studio.shop import Shop

TITLE_ONLY = 5  # its layout with a title, which outline and screen readers use
LOGO = 30.0  # points of its height in the strip
Box = tuple[float, float, float, float]  # left, top, width, height in points


def to_pptx(brief: Brief, deck: Sequence[Slide], font: str, shop: Shop) -> bytes:
    show = Presentation()
    show.slide_width, show.slide_height = Pt(measures.WIDTH), Pt(measures.HEIGHT)
    maker = _Maker(brief, font, shop, show)
    for slide in deck:
        getattr(maker, slide.kind)(slide)
    about = show.core_properties
    about.title, about.author, about.language = brief.plan.title.text, brief.maker.name, "vi-VN"
    about.created = about.modified = datetime.combine(brief.plan.made_on, time(), UTC)
    about.last_modified_by = ""
    out = BytesIO()
    show.save(out)
    return steady(out.getvalue())


class _Maker:
    """Draws one kind of slide a method."""

    def __init__(self, brief: Brief, font: str, shop: Shop, show: Any) -> None:
        self.brief, self.font, self.shop, self.show = brief, font, shop, show
        self.theme = brief.theme

    def title(self, slide: Slide) -> None:
        page = self._page(
            slide, self.theme.deep, self.theme.light, measures.TITLE_BOX, anchor=MSO_ANCHOR.BOTTOM
        )
        self._shape(page, MSO_SHAPE.OVAL, (620, -120, 480, 480), self.theme.strong)
        self._picture(page, slide.picture, (700, 110, 190, 190))
        badge = self._shape(
            page, MSO_SHAPE.ROUNDED_RECTANGLE, (measures.MARGIN, 56, 300, 36), self.theme.accent
        )
        audience = Text(self.brief.plan.audience.words, 15.0)
        self._write(
            badge.text_frame,
            [audience],
            self.theme.ink,
            bold=True,
            align=PP_ALIGN.CENTER,
            anchor=MSO_ANCHOR.MIDDLE,
            gap=0,
        )
        self._box(page, measures.LEAD_BOX, slide.body, self.theme.light)
        self._foot(page, self.theme.accent, self.theme.ink)

    def message(self, slide: Slide) -> None:
        page = self._page(
            slide,
            self.theme.paper,
            self.theme.strong,
            measures.HEADING_BOX,
            anchor=MSO_ANCHOR.BOTTOM,
        )
        side = measures.PICTURE
        self._shape(page, MSO_SHAPE.OVAL, (measures.MARGIN, 128, side, side), self.theme.tint)
        self._picture(page, slide.picture, (measures.MARGIN + 45, 173, side - 90, side - 90))
        self._box(page, measures.BODY_BOX, slide.body, self.theme.ink)
        self._foot(page, self.theme.deep, self.theme.light)

    def figure(self, slide: Slide) -> None:
        page = self._page(
            slide,
            self.theme.paper,
            self.theme.strong,
            (measures.MARGIN, 150, 420, 200),
            anchor=MSO_ANCHOR.MIDDLE,
        )
        figure = slide.figure
        assert figure is not None  # noqa: S101
        data = CategoryChartData(number_format="0.##")  # type: ignore[no-untyped-call]
        data.categories = ["Có", "Còn lại"]
        values = (figure.value, figure.whole - figure.value)
        data.add_series(figure.label, values)  # type: ignore[no-untyped-call]
        frame = page.shapes.add_chart(
            XL_CHART_TYPE.DOUGHNUT, Pt(540), Pt(70), Pt(350), Pt(350), data
        )
        frame._element.nvGraphicFramePr.cNvPr.set(
            "descr", f"{figure.label}: {figure.value:g}{figure.unit}"
        )
        chart = frame.chart
        chart.has_legend, chart.has_title = False, False
        for point, colour in enumerate((self.theme.strong, self.theme.tint)):
            fill = chart.plots[0].series[0].points[point].format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(colour)
        shown = Text(
            f"{figure.value:g}{figure.unit}"
            if figure.unit == "%"
            else f"{figure.value:g}/{figure.whole:g}",
            54.0,
        )
        self._box(
            page,
            (620, 205, 190, 80),
            (shown,),
            self.theme.strong,
            bold=True,
            align=PP_ALIGN.CENTER,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        self._foot(page, self.theme.deep, self.theme.light)

    def contacts(self, slide: Slide) -> None:
        page = self._page(
            slide,
            self.theme.paper,
            self.theme.strong,
            (measures.MARGIN, 46, 600, 60),
            anchor=MSO_ANCHOR.MIDDLE,
        )
        address = self.brief.report_address or self.brief.source_address
        wide = 560 if address else 840
        top = 126.0
        for line in self.brief.lines:
            card = self._shape(
                page, MSO_SHAPE.ROUNDED_RECTANGLE, (measures.MARGIN, top, wide, 84), self.theme.tint
            )
            card.text_frame.text = ""
            self._box(
                page,
                (measures.MARGIN + 18, top + 8, 130, 68),
                (Text(line.number, 48.0),),
                self.theme.strong,
                bold=True,
                anchor=MSO_ANCHOR.MIDDLE,
            )
            self._box(
                page,
                (measures.MARGIN + 150, top + 8, wide - 160, 68),
                (Text(line.title, 18.0), Text(line.words, 13.0)),
                self.theme.ink,
                anchor=MSO_ANCHOR.MIDDLE,
                gap=2,
            )
            top += 98
        if address:
            self._image(
                page,
                svg_png(qr(address), 520, self.shop),
                (690, 130, 200, 200),
                f"Mã QR mở trang {address}",
            )
            self._box(
                page,
                (670, 338, 240, 44),
                (Text("Mở máy ảnh, đưa vào ô vuông", 13.0),),
                self.theme.ink,
                align=PP_ALIGN.CENTER,
            )
        self._box(
            page, (measures.MARGIN, 428, 840, 56), (Text(self._source(), 11.0),), self.theme.ink
        )
        self._foot(page, self.theme.deep, self.theme.light)

    def _source(self) -> str:
        from mangnon.studio.typesetting import AI_LABEL, credit_line

        plan = self.brief.plan
        parts = [
            f"Nguồn: {plan.source.line}",
            f"Biên soạn ngày {plan.made_on:%d/%m/%Y}",
            self.brief.maker.name,
            self.brief.maker.contact,
        ]
        parts += [AI_LABEL if plan.by_machine else "", credit_line()]
        return " · ".join(part for part in parts if part)

    def _page(self, slide: Slide, ground: str, ink: str, box: Box, *, anchor: Any) -> Any:
        page = self.show.slides.add_slide(self.show.slide_layouts[TITLE_ONLY])
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = _rgb(ground)
        title = page.shapes.title
        title.left, title.top, title.width, title.height = (Pt(one) for one in box)
        self._write(title.text_frame, [_held(slide.heading)], ink, bold=True, anchor=anchor, gap=0)
        page.notes_slide.notes_text_frame.text = slide.notes
        return page

    def _box(self, page: Any, box: Box, texts: Sequence[Text], ink: str, **how: Any) -> None:
        if texts:
            shape = page.shapes.add_textbox(*(Pt(one) for one in box))
            self._write(shape.text_frame, texts, ink, **how)

    def _write(
        self,
        frame: Any,
        texts: Sequence[Text],
        ink: str,
        *,
        bold: bool = False,
        align: Any = PP_ALIGN.LEFT,
        anchor: Any = MSO_ANCHOR.TOP,
        gap: float = 12,
    ) -> None:
        frame.word_wrap = True
        frame.vertical_anchor = anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, text in enumerate(texts):
            line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            line.alignment, line.space_after = align, Pt(gap)
            run = line.add_run()
            run.text, run.font.size, run.font.bold, run.font.name = (
                text.words,
                Pt(text.size),
                bold,
                self.font,
            )
            run.font.color.rgb = _rgb(ink)
            run._r.get_or_add_rPr().set("lang", "vi-VN")

    def _shape(self, page: Any, kind: Any, box: Box, colour: str) -> Any:
        shape = page.shapes.add_shape(kind, *(Pt(one) for one in box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False
        return shape

    def _picture(self, page: Any, name: str, box: Box) -> None:
        self._image(page, png_of(name, 560, self.shop), box, pictures()[name].words)

    def _image(self, page: Any, png: bytes, box: Box, alt: str) -> None:
        image = page.shapes.add_picture(BytesIO(png), *(Pt(one) for one in box))
        image._element.nvPicPr.cNvPr.set("descr", alt)

    def _foot(self, page: Any, ground: str, ink: str) -> None:
        top = measures.HEIGHT - measures.FOOT
        strip = self._shape(
            page, MSO_SHAPE.RECTANGLE, (0, top, measures.WIDTH, measures.FOOT), ground
        )
        line = self.brief.lines[0]
        self._write(
            strip.text_frame,
            [Text(f"{line.number} – {line.title}", 16.0)],
            ink,
            bold=True,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        strip.text_frame.margin_left = Pt(measures.MARGIN)
        self._logo(page, top)

    def _logo(self, page: Any, top: float) -> None:
        """The maker's sign on white, at the right end of the strip."""
        sign = sign_of(self.brief.maker, self.shop)
        if sign is None:
            return
        width, height = sign.within(LOGO)
        left, below = measures.WIDTH - measures.MARGIN - width, top + (measures.FOOT - height) / 2
        plate = (left - 3, below - 3, width + 6, height + 6)
        self._shape(page, MSO_SHAPE.ROUNDED_RECTANGLE, plate, "#ffffff").adjustments[0] = 0.1
        self._image(page, sign.png, (left, below, width, height), sign.alt)


def _held(text: Text) -> Text:
    """Its last two words stay on one line, so that none is left alone."""
    words = text.words.split(" ")
    return (
        text
        if len(words) < 3
        else Text(f"{' '.join(words[:-2])} {words[-2]}\u00a0{words[-1]}", text.size)
    )


def _rgb(colour: str) -> RGBColor:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
