"""The day of the map of hospitals in degraded mode: slider, buttons and address say the same one."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

DAY = "2021-02-15"
