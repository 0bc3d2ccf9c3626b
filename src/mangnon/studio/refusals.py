"""Why something cannot be made, in words fit for the screen."""

from __future__ import annotations


class CannotMake(Exception):
    """The product was refused; nothing was written."""


class BadMap(CannotMake):
    """A message map that is not whole: the words say which part and what to do."""


class TooLong(CannotMake):
    """A text that does not fit its place even at the smallest size allowed there."""

    def __init__(self, place: str, text: str, over: int) -> None:
        self.place, self.text, self.over = place, text, over
        short = text if len(text) <= 60 else f"{text[:57].rstrip()}…"
        super().__init__(f"{place}: “{short}” dài quá {over} chữ. {_what_to_do(text)}")


LONGEST_WORD = 14  # letters: twice the longest syllable, as in a sign between two


def _what_to_do(text: str) -> str:
    """Shortening helps no word that is as long as a line, such as the name of a file."""
    word = max(text.split(), key=len, default="")
    if len(word) <= LONGEST_WORD:
        return "Hãy viết ngắn lại."
    return f"Từ “{word[:40]}” dài {len(word)} chữ cái, không xuống dòng được. Hãy viết tách ra."


class MissingGlyph(CannotMake):
    """A sign that no font of the theme can draw."""

    def __init__(self, signs: str, text: str) -> None:
        self.signs = signs
        shown = ", ".join(f"“{sign}”" for sign in signs)
        super().__init__(f"Phông chữ không vẽ được {shown} trong “{text[:60]}”. Hãy bỏ hoặc thay.")


class NoConsent(CannotMake):
    """A picture of a child without a consent record."""


class ToolMissing(CannotMake):
    """A program or a part of the set-up that is not on this machine."""
