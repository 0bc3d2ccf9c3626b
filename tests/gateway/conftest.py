"""No example of these tests is late: what else the machine does is not what is tested."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("gateway", deadline=None)
settings.load_profile("gateway")
