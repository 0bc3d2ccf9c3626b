"""Writes Vietnamese in the encodings from before Unicode: TCVN3 (ABC) and VNI for Windows.

Both were fonts that drew Vietnamese over Latin-1, so the result is text in Latin-1 characters.
"""

import unicodedata

TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ" + "ĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ" + "¡¢£¤¥¦§",
        strict=True,
    )
)
TONES = {"\u0300": 0, "\u0309": 1, "\u0303": 2, "\u0301": 3, "\u0323": 4}
VNI_PLAIN = "øûõùï"  # the tone after a, e, o, u, y, ơ and ư
VNI_HAT = "àåãáä"  # hat and tone in one sign, after a, e, o
VNI_BREVE = "èúüéë"  # breve and tone in one sign, after a
VNI_SINGLE = {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ"}
VNI_HORN = {"ơ": "ô", "ư": "ö"}


def tcvn3(text: str) -> str:
    """TCVN3 has no capitals with tones: fonts ending in H draw small letters as capitals."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(TCVN3.get(sign, TCVN3.get(sign.lower(), sign)) for sign in whole)


def vni(text: str) -> str:
    return "".join(vni_letter(sign) for sign in unicodedata.normalize("NFC", text))


def vni_letter(sign: str) -> str:
    small = vni_small(sign.lower())
    return small.upper() if sign.isupper() else small


def vni_small(sign: str) -> str:
    if sign in VNI_SINGLE:
        return VNI_SINGLE[sign]
    base, *marks = unicodedata.normalize("NFD", sign)
    tone = next((TONES[mark] for mark in marks if mark in TONES), None)
    if "\u031b" in marks:
        horned = VNI_HORN[unicodedata.normalize("NFC", base + "\u031b")]
        return horned + (VNI_PLAIN[tone] if tone is not None else "")
    if "\u0302" in marks:
        return base + (VNI_HAT[tone] if tone is not None else "â")
    if "\u0306" in marks:
        return base + (VNI_BREVE[tone] if tone is not None else "ê")
    return base + (VNI_PLAIN[tone] if tone is not None else "")


ENCODERS = {"tcvn3": tcvn3, "vni": vni}
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
