"""What a password must be, in our words: Django's own are only half translated."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError

from mangnon.kit.vietnamese import key as bare

# What somebody would try first at this system. A password made of these and of figures alone falls.
HOUSE_WORDS = (
    "mang non",
    "bao ve tre em",
    "tre em",
    "bao tin",
    "quang ngai",
    "ubnd",
    "uy ban nhan dan",
    "so y te",
    "cong an",
    "mat khau",
    "admin",
    "tong dai",
    "111",
)


class MinimumLength(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu phải có ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự; nên ghép vài từ dễ nhớ với mình."


class NotLikeTheOwner(django.UserAttributeSimilarityValidator):
    DEFAULT_USER_ATTRIBUTES = ("email", "full_name")

    def get_error_message(self) -> str:
        return "Mật khẩu quá giống tên hoặc thư điện tử của anh/chị."

    def get_help_text(self) -> str:
        return "Không giống tên hoặc thư điện tử."


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng nên dễ bị đoán."

    def get_help_text(self) -> str:
        return "Không phải mật khẩu nhiều người dùng."


class NotOfTheHouse:
    """Nothing is left of the password when words of this house, figures and signs are taken out."""

    def validate(self, password: str, user: Any = None) -> None:
        left = re.sub(r"[^a-z0-9]", "", bare(password))
        for word in sorted(HOUSE_WORDS, key=len, reverse=True):
            left = left.replace(word.replace(" ", ""), "")
        if not re.sub(r"[0-9]", "", left):
            raise ValidationError("Mật khẩu chỉ gồm từ của hệ thống này và chữ số, dễ bị đoán.")

    def get_help_text(self) -> str:
        return "Không chỉ gồm tên hệ thống, tên cơ quan và chữ số."
