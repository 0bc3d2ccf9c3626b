"""What a password must be, in our words: Django's own are only half translated."""

from __future__ import annotations

from django.contrib.auth import password_validation as django


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
