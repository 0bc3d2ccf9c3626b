"""`mangnon django first_officer EMAIL "Họ và tên"`: the first account of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from mangnon.units.actions.inviting import invite_first_officer
from mangnon.units.queries import unit_of_code
from mangnon.units.refusals import Refusal


class Command(BaseCommand):
    help = "Mời cán bộ đầu mối cấp tỉnh đầu tiên; in ra liên kết để tự đặt mật khẩu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument(
            "--unit",
            default=f"{settings.PROVINCE_CODE}-SYT",
            help="mã đơn vị của cán bộ, mặc định là Sở Y tế",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        unit = unit_of_code(options["unit"])
        if unit is None:
            raise CommandError(f"Không có đơn vị mang mã {options['unit']}.")
        try:
            validate_email(options["email"])
            return invite_first_officer(
                email=options["email"], full_name=options["full_name"], unit=unit
            )
        except Refusal as why:
            raise CommandError(str(why)) from None
        except ValidationError:
            raise CommandError(f"{options['email']} không phải là địa chỉ thư.") from None
