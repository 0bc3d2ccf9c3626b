"""Prints a letter of the corpus as plain text in its manner: head, lines, noise, markup, encoding.

Everything is drawn from the letter's own name as seed, so the same letter is always the same text.
"""

import random
import re
import textwrap
import unicodedata
from collections.abc import Iterator

from .legacy import ENCODERS
from .specimens import Block, Specimen

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GLUED = (
    "trẻ em",
    "thực hiện",
    "triển khai",
    "học sinh",
    "đề nghị",
    "phối hợp",
    "giáo dục",
    "nhà trường",
    "môi trường",
    "tổ chức",
    "đơn vị",
    "tuyên truyền",
)
HOSTS = ("tin-tinh-mau.example", "congbao-mau.example", "vanban.tinh-mau.example")


def as_text(one: Specimen) -> bytes:
    """The letter as a UTF-8 text file."""
    if not one.is_letter:
        lines = [block.text for block in one.body]
        return unicodedata.normalize("NFC", "\n\n".join(lines)).encode()
    seed = random.Random(one.name)
    upper = [*one.many["stamp"], *head(one), *address(one)]
    body = list(paragraphs(one, seed))
    text = "\n".join([*upper, *body, "", *foot(one), *annex(one)])
    text = glue(text, int(one.manner.get("glue", 0)), seed)
    return encode(text, one.manner.get("form", "nfc")).encode()


def encode(text: str, form: str) -> str:
    if form in ENCODERS:
        return ENCODERS[form](text)
    return unicodedata.normalize("NFD" if form == "nfd" else "NFC", text)


def number_line(one: Specimen) -> str:
    return f"Số: {one.one.get('number', '')}{one.one.get('symbol', '')}".strip()


def place_date(one: Specimen) -> str:
    day, month, year = (
        "   " if part == "?" else part for part in one.one.get("date", "?/?/?").split("/")
    )
    day, month = padded(day, 9), padded(month, 2)
    date = f"ngày {day} tháng {month} năm {year}".rstrip()
    return f"{one.one['place']}, {date}" if "place" in one.one else date


def padded(part: str, below: int) -> str:
    """Decree 30: a zero before days under 10 and before January and February."""
    return f"0{part}" if part.isdigit() and int(part) <= below and len(part) == 1 else part


def head(one: Specimen) -> list[str]:
    if one.header:
        return one.header
    bold = (lambda line: f"**{line}**") if "md" in one.manner else (lambda line: line)
    left = [line for line in (one.one.get("parent"), one.one.get("issuer")) if line]
    if "symbol" in one.one:
        left.append(number_line(one))
    if "subject" in one.one:
        width = 34 if one.manner.get("header", "stack") in ("two", "pipe") else 46
        left += textwrap.wrap(f"V/v {one.one['subject']}", width)
    urgency = [one.one["urgency"]] if "urgency" in one.one else []
    if "md" in one.manner:
        left = [f"{line}  " for line in left]
    right = [bold(STATE), bold(MOTTO), place_date(one)]
    if one.manner.get("header") == "lost":
        return [*urgency, *([right[2]] if "date" in one.one else []), ""]
    return HEADS[one.manner.get("header", "stack")](left, right, urgency)


def two_columns(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    titles = 2 if left[1].isupper() else 1
    right = right[:2] + [""] * (titles - 1) + right[2:] if titles > 1 else right
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    joined = [f"{a:<40}    {b}".rstrip() for a, b in zip(left, right, strict=True)]
    return [*joined, *urgency, ""]


def left_then_right(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    titles = sum(not line.startswith(("Số", "V/v")) for line in left[:2])
    numbers = left[titles:]
    cut = next((i for i, line in enumerate(numbers) if line.startswith("V/v")), len(numbers))
    return [
        *left[:titles],
        "",
        *right[:2],
        "",
        *numbers[:cut],
        "",
        right[2],
        "",
        *urgency,
        *numbers[cut:],
        "",
    ]


def right_then_left(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    return [*right[:2], "-------", right[2], "", *left, "", *urgency, ""]


def with_bars(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    titles = sum(not line.startswith(("Số", "V/v")) for line in left[:2])
    first = f"| {' '.join(left[:titles])} | {' '.join(right[:2])} |"
    second = f"| {' '.join(left[titles:])} | {right[2]} |"
    return [first, "| --- | --- |", second, "", *urgency, ""]


def broken_in_words(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    titles = sum(not line.startswith(("Số", "V/v")) for line in left[:2])
    broken = [piece for line in left[:titles] for piece in textwrap.wrap(line, 14)]
    cells = [*broken, "-------", "|", *textwrap.wrap(right[0], 16), *textwrap.wrap(right[1], 12)]
    return [*cells, "---------------", "|", *left[titles:], "|", right[2], "", *urgency, ""]


def on_one_line(left: list[str], right: list[str], urgency: list[str]) -> list[str]:
    titles = sum(not line.startswith(("Số", "V/v")) for line in left[:2])
    numbers = left[titles:]
    cut = next((i for i, line in enumerate(numbers) if line.startswith("V/v")), len(numbers))
    parts = [*left[:titles], *right[:2], *numbers[:cut], right[2], *urgency, *numbers[cut:]]
    return [" ".join(parts), ""]


HEADS = {
    "two": two_columns,
    "stack": left_then_right,
    "right": right_then_left,
    "pipe": with_bars,
    "words": broken_in_words,
    "line": on_one_line,
}


def address(one: Specimen) -> list[str]:
    to = one.many["to"]
    way = one.manner.get("to", "dash" if len(to) > 1 else "line")
    if way == "line":
        return [f"Kính gửi: {'; '.join(to)}{'.' if len(to) > 1 else ''}", ""]
    sign = {"dash": "- ", "plus": "+ ", "plain": ""}[way]
    return ["Kính gửi:", "", *(f"{sign}{line}" for line in listed(to)), ""]


def listed(entries: list[str]) -> list[str]:
    """`;` after each entry and `.` after the last."""
    return [f"{line};" for line in entries[:-1]] + [f"{line}." for line in entries[-1:]]


def paragraphs(one: Specimen, seed: random.Random) -> Iterator[str]:
    noise = list(filter(None, one.manner.get("noise", "").split("+")))
    places = set(noisy_places(one.body, len(noise), seed))
    for index, block in enumerate(one.body):
        lines = wrapped(block, one)
        if index in places:
            lines = with_noise(lines, noise.pop(0), seed)
        yield from lines
        if block.kind != "row" and "tight" not in one.manner:
            yield ""


def noisy_places(body: list[Block], count: int, seed: random.Random) -> list[int]:
    """The longest paragraphs but the first: there a page is likely to end."""
    told = [i for i in range(1, len(body)) if body[i].kind != "row"]
    long = sorted(told, key=lambda i: -len(body[i].text))[: count + 1]
    return sorted(seed.sample(long, min(count, len(long))))


def wrapped(block: Block, one: Specimen) -> list[str]:
    if block.kind == "row":
        return ["| " + " | ".join(block.cells) + " |"]
    text = marked_up(block.text) if "md" in one.manner else block.text
    width = int(one.manner.get("wrap", 0))
    lines = textwrap.wrap(text, width, break_on_hyphens=False) if width else [text]
    if "air" in one.manner:
        return [part for line in lines for part in (line, "")][:-1]
    return lines


def marked_up(text: str) -> str:
    """The first words before a colon bold, a dash kept from being a list by a backslash."""
    bold = re.sub(r"^((?:\d+|[a-z])[.)] )([^:.]{4,70}):", r"\1**\2:**", text)
    return re.sub(r"^- (?=[A-ZĐ])", r"\\- ", bold) if bold == text else bold


def with_noise(lines: list[str], kind: str, seed: random.Random) -> list[str]:
    """What a page break leaves between two lines; a long single line is cut at a space."""
    if len(lines) == 1:
        half = lines[0].find(" ", len(lines[0]) // 2)
        lines = [lines[0][:half], lines[0][half + 1 :]]
    at = seed.randrange(1, len(lines))
    return [*lines[:at], "", *noise_lines(kind, seed), "", *lines[at:]]


def noise_lines(kind: str, seed: random.Random) -> list[str]:
    if kind == "url":
        return [f"https://{seed.choice(HOSTS)}/post-{seed.randrange(10000, 400000)}.html", ""]
    if kind == "page":
        page = seed.randrange(2, 4)
        return [seed.choice((f"{page}", f"- {page} -", f"Trang {page}/{page + 1}"))]
    day, hour, minute = seed.randrange(10, 28), seed.randrange(10, 18), seed.randrange(10, 60)
    return [
        "Ký bởi: Văn thư đơn vị mẫu",
        "Email: vanthu@tinh-mau.example",
        f"Thời gian ký: {day}/09/2025 {hour}:{minute}:{minute}",
    ]


def foot(one: Specimen) -> list[str]:
    bold = (lambda line: f"**{line}**") if "md" in one.manner else (lambda line: line)
    copies = [bold("Nơi nhận:"), *(f"- {line}" for line in listed(one.many["copy"]))]
    copies = copies if one.many["copy"] else []
    title = [*one.many["authority"], *filter(None, [one.one.get("position")])]
    name = one.one.get("name")
    signed = ["(Đã ký)"] if "signed" in one.manner else ["", "", ""]
    sign = [*map(bold, title), *(["", *signed, "", bold(name)] if name else [])]
    way = one.manner.get("foot", "copies")
    if way == "two":
        return side_by_side(copies, sign)
    return [*sign, "", *copies, ""] if way == "sign" else [*copies, "", *sign, ""]


def side_by_side(left: list[str], right: list[str]) -> list[str]:
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return [f"{a:<44}    {b}".rstrip() for a, b in zip(left, right, strict=True)]


def annex(one: Specimen) -> list[str]:
    return ["", *(line for block in one.annex for line in wrapped(block, one))] if one.annex else []


def glue(text: str, count: int, seed: random.Random) -> str:
    """Loses the space inside `count` common words, and after "Kính" and "Nơi" of the labels."""
    if not count:
        return text
    text = text.replace("Kính gửi", "Kínhgửi", 1).replace("Nơi nhận", "Nơinhận", 1)
    found = [hit.start() for word in GLUED for hit in re.finditer(rf"\b{word}\b", text)]
    for start in sorted(seed.sample(found, min(count, len(found))), reverse=True):
        space = text.index(" ", start)
        text = text[:space] + text[space + 1 :]
    return text
