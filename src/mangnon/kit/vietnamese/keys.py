"""Keys for comparing Vietnamese words: without marks, or with tone marks in a settled place."""

import re
import unicodedata

# The 67 letters with marks, small and capital, and with those of English; for character classes.
MARKED_LOWER = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
LOWER = "a-z" + MARKED_LOWER
UPPER = "A-Z" + MARKED_LOWER.upper()

_SPACES = re.compile(r"\s+")
_TONE_PLACES = {
    new[0] + new[1]: old
    for news, olds in (
        (("òa", "óa", "ỏa", "õa", "ọa"), ("oà", "oá", "oả", "oã", "oạ")),
        (("òe", "óe", "ỏe", "õe", "ọe"), ("oè", "oé", "oẻ", "oẽ", "oẹ")),
        (("ùy", "úy", "ủy", "ũy", "ụy"), ("uỳ", "uý", "uỷ", "uỹ", "uỵ")),
    )
    for new, old in zip(news, olds, strict=True)
}
_TONE_PLACE = re.compile("|".join(_TONE_PLACES))


def _plain_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table.update(dict.fromkeys(range(0x300, 0x370), ""))
    return table


_PLAIN = _plain_table()


def nfc(text: str) -> str:
    """The text in composed Unicode; free when it already is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_marks(text: str) -> str:
    """The text without tone and letter marks, same case: "Đặc khu" -> "Dac khu".

    One character for one, when the text is NFC, so places found in the key hold in the text.
    """
    return text.translate(_PLAIN)


def key(text: str) -> str:
    """For finding: small letters without marks, single spaces."""
    return _SPACES.sub(" ", without_marks(text)).strip().lower()


def tone_key(text: str) -> str:
    """For comparing: "hòa" and "hoà", "ủy" and "uỷ" are one; other marks still count."""
    return _TONE_PLACE.sub(lambda found: _TONE_PLACES[found[0]], nfc(text).lower())


def same_words(one: str, other: str) -> bool:
    """True when two texts differ at most in case, spaces and the place of a tone mark."""
    return _SPACES.sub(" ", tone_key(one)).strip() == _SPACES.sub(" ", tone_key(other)).strip()
