"""The real lists, as their owners publish them: digested whole, explained line by line, enforced.

Read from the folder of shared data beside the repository; skipped, saying so, where it is not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from mangnon.gateway.compiling import Account
from mangnon.gateway.engine import names
from mangnon.gateway.engine.decide import Decider
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.rules import Reach, Rule
from mangnon.gateway.explaining import Lines, explained
from mangnon.gateway.lists.catalogue import Listed, catalogue_of
from mangnon.gateway.policies import default_plan
from mangnon.gateway.publish.command import line as line_command
from mangnon.gateway.publish.false_blocks import false_blocks
from mangnon.gateway.publish.lines import Line, lines_of
from tests.gateway.conftest import REAL, on_real_lists
from tests.gateway.publish.site import NOON

SAMPLE = 400  # lines of every file
pytestmark = on_real_lists


def used() -> list[Listed]:
    return [listed for listed in catalogue_of(REAL) if listed.use != "benign"]


def sampled(listed: Listed, rejected: dict[str, list[int]]) -> Iterator[Line]:
    """Lines from everywhere in the file, and some that were rejected for each reason."""
    count = len((REAL / listed.file).read_bytes().splitlines())
    numbers = set(random.Random(3).sample(range(1, count + 1), min(SAMPLE, count)))
    for some in rejected.values():
        numbers.update(some)
    yield from lines_of(REAL, listed, numbers)


def test_every_file_of_the_catalogue_is_digested_and_accounted_for(
    digested: tuple[Path, list[Account]],
) -> None:
    accounts = {account.listed.file: account for account in digested[1]}
    assert list(accounts) == [listed.file for listed in used()]
    assert all(account.tally.rules for account in accounts.values())
    assert sum(account.tally.rules for account in accounts.values()) > 600_000
    dropped = accounts["adult.abp.txt"].tally
    for why, count in dropped.rejected.items():
        assert len(dropped.examples[why]) == min(3, count)


def test_any_line_is_explained_as_taken_or_with_the_reason_why_not(
    digested: tuple[Path, list[Account]],
) -> None:
    bundle, accounts = digested
    index, lines = Index(bundle / "index.bin"), Lines(bundle / "lines.bin")
    decider, seen = Decider(index), {"taken": 0, "rejected": 0, "remark": 0}
    sources = [source.name for source in index.sources]
    for account in accounts:
        source = sources.index(account.listed.file)
        for line in sampled(account.listed, account.tally.examples):
            assert line.text == "" or line.words.startswith(
                f"{line.listed.file} dòng {line.number}"
            )
            if line.rejected:
                seen["rejected"] += 1
                assert line.rejected in account.tally.rejected
                assert not line.rules
                continue
            seen["taken" if line.rules else "remark"] += 1
            for rule in line.rules:
                assert _speaks(decider, lines, source, line, rule), line
    assert seen["taken"] > 10_000
    assert seen["rejected"] > 20
    assert seen["remark"] > 10


def _speaks(decider: Decider, lines: Lines, source: int, line: Line, rule: Rule) -> bool:
    """Whether what the bundle says of the rule's name includes this list, from this line or from an
    earlier one of the same list that says the same name."""
    index = decider.index
    if rule.pattern:
        said = [each for each in index.patterns if each["source"] == source]
        return (line.number, rule.pattern) in [(each["line"], each["pattern"]) for each in said]
    name = names.wire(rule.name)
    asked = name if rule.reach is not Reach.BELOW else b"\x01x" + name
    found = [each for each in decider.found(asked) if each.source == source and each.at == name]
    first = lines.of(index.mark(name))[source]
    return (
        bool(found)
        and first <= line.number
        and (first == line.number or _says(line.listed, first, rule))
    )


def _says(listed: Listed, number: int, rule: Rule) -> bool:
    (earlier,) = lines_of(REAL, listed, [number])
    return rule.name in [each.name for each in earlier.rules]


def test_a_sample_of_every_file_is_explained_for_a_pupil(
    digested: tuple[Path, list[Account]],
) -> None:
    bundle, accounts = digested
    index, lines, plan = Index(bundle / "index.bin"), Lines(bundle / "lines.bin"), default_plan()
    for account in accounts:
        taken = [each for each in sampled(account.listed, {}) if each.rules and each.rules[0].name]
        for line in taken[:3]:
            name = line.rules[0].name.decode()
            said = explained(index, lines, plan, name, "mam_non", NOON)
            assert account.listed.file in {reason.file for reason in said.reasons}, name
            assert said.blocked, said.why


def test_the_command_tells_what_became_of_a_line() -> None:
    ran = CliRunner().invoke(line_command, ["abpvn.adguard.txt:1", "--lists", str(REAL)])
    assert ran.exit_code == 0
    assert "không nêu luật nào" in ran.output


def test_few_harmless_names_are_blocked_and_each_is_named(
    digested: tuple[Path, list[Account]],
) -> None:
    index = Index(digested[0] / "index.bin")
    found = false_blocks(REAL, index, default_plan(), NOON)
    assert sum(found.totals.values()) == 14_195
    assert found.by_file()["ut1/sexual_education/domains", "thpt"] == 0
    pupils = [each for each in found.blocked if "thcs" in each.categories]
    assert 0 < len(pupils) <= 50  # 3.5 in a thousand
    assert sum(found.by_category().values()) == sum(found.by_file().values())
