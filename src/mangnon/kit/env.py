"""Settings from the environment: typed, with secrets from files, each one documented.

A `Setting` names a variable, how to read it and what to say when it is wrong. `Environment.get`
reads `NAME`, or for secrets the file that `NAME_FILE` names. A bad value is refused by name with
the mend, so that a start stops with one line instead of a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class BadSetting(Exception):
    """A setting that cannot be used; the words say which one and what to do."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One variable: its name, how its text becomes a value, its default and its meaning."""

    name: str
    read: Callable[[str], T]
    default: T | None
    about: str
    mend: str
    secret: bool = False
    shown_default: str = ""


@dataclass(frozen=True)
class Environment:
    """A mapping of variables, read through `Setting`s."""

    values: Mapping[str, str]

    def get(self, setting: Setting[T]) -> Any:
        """The checked value of a setting, its default when it is absent or empty.

        Raises BadSetting when the value or the named secret file cannot be read.
        """
        raw = self._raw(setting)
        if raw is None or raw == "":
            return setting.default
        try:
            return setting.read(raw)
        except ValueError as wrong:
            shown = "(giá trị bí mật)" if setting.secret else repr(raw)
            raise BadSetting(f"{setting.name}={shown}: {wrong}. {setting.mend}") from None

    def _raw(self, setting: Setting[Any]) -> str | None:
        path = self.values.get(f"{setting.name}_FILE", "") if setting.secret else ""
        if not path:
            return self.values.get(setting.name)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as wrong:
            raise BadSetting(
                f"{setting.name}_FILE={path}: không đọc được tệp ({wrong.strerror}). "
                "Kiểm tra đường dẫn và quyền đọc của tệp."
            ) from None
        except UnicodeDecodeError:
            raise BadSetting(
                f"{setting.name}_FILE={path}: tệp chứa byte không phải là chữ. "
                "Ghi lại tệp dưới dạng văn bản UTF-8."
            ) from None


def text(raw: str) -> str:
    return raw.strip()


def flag(raw: str) -> bool:
    """`1 true yes on` or `0 false no off`."""
    word = raw.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError("không phải là bật hay tắt")


def whole(*, least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds, both included."""

    def read(raw: str) -> int:
        try:
            number = int(raw)
        except ValueError:
            raise ValueError("không phải là số nguyên") from None
        if not least <= number <= most:
            raise ValueError(f"phải từ {least} đến {most}")
        return number

    return read


def port(raw: str) -> int:
    return whole(least=1, most=65535)(raw)


def words(raw: str) -> tuple[str, ...]:
    """Comma-separated words without blanks."""
    return tuple(word.strip() for word in raw.split(",") if word.strip())


def one_of(*choices: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw.strip() not in choices:
            raise ValueError("chỉ nhận " + ", ".join(choices))
        return raw.strip()

    return read


def folder(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def reference(settings: tuple[Setting[Any], ...]) -> str:
    """The settings as a Markdown table, for the generated reference page."""
    rows = [
        "| Biến | Ý nghĩa | Mặc định | Khi sai |",
        "|---|---|---|---|",
    ]
    for setting in settings:
        name = f"`{setting.name}`" + (f", `{setting.name}_FILE`" if setting.secret else "")
        shown = setting.shown_default or _shown(setting.default)
        rows.append(f"| {name} | {setting.about} | {shown} | {setting.mend} |")
    return "\n".join(rows) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
