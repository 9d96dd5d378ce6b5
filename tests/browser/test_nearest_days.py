"""The day of the map of hospitals in degraded mode: slider, buttons and address say the same one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DAY = "2021-02-15"
