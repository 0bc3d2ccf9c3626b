"""Structured logs."""

import logging


def configure(config: dict[str, str]) -> None:
    logging.basicConfig(level=logging.INFO)
