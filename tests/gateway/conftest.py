"""No example of these tests is late: what else the machine does is not what is tested."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from mangnon.gateway.compiling import Account, compile_folder

settings.register_profile("gateway", deadline=None)
settings.load_profile("gateway")

REAL = Path(__file__).parents[3] / "shared" / "data" / "lists"
on_real_lists = pytest.mark.skipif(
    not (REAL / "catalogue.csv").exists(), reason="the real lists are not on this machine"
)


@pytest.fixture(scope="session")
def digested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Account]]:
    """The bundle of the real lists and how each was digested; made once, nobody changes it."""
    bundle = tmp_path_factory.mktemp("real") / "bundle"
    return bundle, compile_folder(REAL, bundle)
