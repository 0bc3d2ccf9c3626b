"""The measures of Decree 30/2020/NĐ-CP, appendix I, that both writers share.

Millimetres for places, points for type. The Decree gives ranges; one value in each is chosen so
that a letter looks the same from either writer.
"""

from __future__ import annotations

FONT = "Times New Roman"

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
MARGIN_TOP = 20.0  # 20 to 25
MARGIN_BOTTOM = 20.0  # 20 to 25
MARGIN_LEFT = 30.0  # 30 to 35
MARGIN_RIGHT = 20.0  # 15 to 20
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
PAGE_NUMBER_FROM_TOP = 10.0

LEFT_COLUMN = 66.0
RIGHT_COLUMN = TEXT_WIDTH - LEFT_COLUMN

SIZE_STATE = 12.0  # Quốc hiệu 12 to 13
SIZE_MOTTO = 13.0  # Tiêu ngữ 13 to 14
SIZE_ISSUER = 12.0  # 12 to 13
SIZE_NUMBER = 13.0
SIZE_DATE = 13.0  # 13 to 14, as the motto
SIZE_ABOUT = 12.0  # V/v 12 to 13
SIZE_TITLE = 14.0  # type and summary 13 to 14
SIZE_BODY = 14.0  # 13 to 14
SIZE_TABLE = 12.0
SIZE_COPIES_LABEL = 12.0
SIZE_COPIES = 11.0
SIZE_PAGE_NUMBER = 13.0  # 13 to 14

FIRST_LINE = 12.7  # 10 or 12.7
LINE = 18.0  # single to 1.5 lines; 1.1 lines of 14-point Times
AFTER = 6.0  # at least 6 between paragraphs
CELL_PADDING = 1.4  # left and right inside a table cell
SIGNING_SPACE = 24.0  # room for hand and seal
RULE = 0.75  # thickness of a rule in points

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# Frames of the urgency stamps: width and height in millimetres; bright red ink.
STAMPS = {"HỎA TỐC": 30.0, "THƯỢNG KHẨN": 40.0, "KHẨN": 20.0}
STAMP_HEIGHT = 8.0
STAMP_INK = "E3000F"
