"""Programs of the machine that some tests need: without them those tests are skipped and say so, and fail in CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

# what Chromium would load beside a page: two pages of its address line for every window, a second of a processor each.
# Of two lists the last one holds: the others are those that Playwright names
UNASKED = (
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNASKED)}",
]
# where Debian puts what administrators run
EVERYWHERE = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


def needed(package: str, *names: str) -> str:
    """The first of some programs that is here; where there is none, a failure in CI and a skip elsewhere."""
    for name in names:
        if found := shutil.which(name, path=EVERYWHERE):
            return found
    reason = f"no {names[0]} here: install Debian's {package} to run these tests"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def chromium() -> str:
    """The browser's program."""
    return needed("chromium", "chromium", "chromium-browser", "google-chrome")


def nginx() -> str:
    """The web server's program."""
    return needed("nginx", "nginx")


def postgres() -> Path:
    """The folder of PostgreSQL's programs, of the newest version that has PostGIS; Debian puts it on nobody's path."""
    for folder in sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True
    ):
        if Path(f"/usr/share/postgresql/{folder.parent.name}/extension/postgis.control").is_file():
            return folder
    return Path(needed("postgresql and postgresql-postgis", "initdb")).parent
