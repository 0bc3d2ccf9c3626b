"""Vietnamese text: composed Unicode, old fonts, glued words, keys for finding and comparing."""

from mangnon.kit.vietnamese.glue import open_glued
from mangnon.kit.vietnamese.keys import (
    LOWER,
    MARKED_LOWER,
    UPPER,
    key,
    nfc,
    same_words,
    tone_key,
    without_marks,
)
from mangnon.kit.vietnamese.legacy import (
    Charset,
    charset_of_font,
    from_tcvn3,
    from_vni,
    is_capitals_font,
    recognise,
    to_unicode,
)

__all__ = [
    "LOWER",
    "MARKED_LOWER",
    "UPPER",
    "Charset",
    "charset_of_font",
    "from_tcvn3",
    "from_vni",
    "is_capitals_font",
    "key",
    "nfc",
    "open_glued",
    "recognise",
    "same_words",
    "to_unicode",
    "tone_key",
    "without_marks",
]
