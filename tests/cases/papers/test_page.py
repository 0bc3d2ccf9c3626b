"""The page about the forms says what the forms say."""

from __future__ import annotations

from pathlib import Path

from mangnon.cases.papers import schema, versions
from mangnon.cases.papers.loading import read

PAGE = Path(__file__).parents[3] / "docs/reference/case-forms.md"


def test_the_page_counts_fields_and_those_not_compared() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for form in versions():
        asked = schema(form)
        unread = sum(field.unverified for field in asked.fields)
        counted = f"{len(list(asked.fields))} | {unread}"
        assert f"| {form} | {asked.title} | {counted} | {asked.source} |" in lines


def test_the_field_on_the_page_is_one_that_is_read() -> None:
    shown = PAGE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    top = 'title = "T"\nsigner = "S"\ncertainty = "S"\nsource = "thử"\n[[section]]\nwords = "P"\n'

    assert next(read("01", 1, top + shown).fields) == schema("01").field("child_born")
