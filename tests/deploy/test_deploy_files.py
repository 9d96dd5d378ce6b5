"""The files of tools/deploy are right by themselves, say the same as README and .ci/run, and name what there is."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.helpers import front
from tests.helpers.programs import needed
from tests.helpers.servers import ROOT

HERE = ROOT / "tools" / "deploy"
UNIT = (HERE / "systemd" / "atlas@.service").read_text(encoding="utf-8")
CONTAINER = re.sub(r"\\\n\s*", " ", (HERE / "Containerfile").read_text(encoding="utf-8"))
STEPS = [line.partition(" ")[::2] for line in CONTAINER.splitlines() if line and not line.startswith("#")]
RUN = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[0]
GUIDE = (ROOT / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")


def steps(kind: str) -> list[str]:
    return [rest for name, rest in STEPS if name == kind]


# --- nginx --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", front.COUNTS)
@pytest.mark.parametrize("whole", [False, True], ids=["locations", "site"])
def test_nginx_takes_the_files(tmp_path, count, whole):
    site = front.SERVER.format(count=count, port=8999)
    if whole:  # with names and certificates, as it is installed
        site = "include atlas/site.conf;"
        certificate = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
        request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=atlas.example.org", *certificate]
        subprocess.run([needed("openssl", "openssl"), *request], capture_output=True, check=True)
    command = front.rendered(tmp_path, range(9001, 9001 + count), tmp_path, site)
    if whole:
        file = tmp_path / "atlas" / "site.conf"
        file.write_text(file.read_text("utf-8").replace("processes-2", f"processes-{count}"), encoding="utf-8")
    said = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


@pytest.mark.parametrize("count", front.COUNTS)
def test_every_process_is_in_every_group_and_has_a_cookie(count):
    text = (front.FILES / f"processes-{count}.conf").read_text(encoding="utf-8")
    groups = dict(re.findall(r"upstream (\w+) \{(.*?)\}", text, re.DOTALL))
    ports = [str(front.FIRST + place) for place in range(count)]

    assert set(groups) == {"atlas_any", "atlas_answers", *(f"atlas_{number}" for number in range(1, count + 1))}
    for group in groups.values():
        assert sorted(re.findall(r"server 127\.0\.0\.1:(\d+)", group)) == ports
    for number, port in enumerate(ports, 1):
        assert re.search(rf"server 127\.0\.0\.1:{port}[^;]*;", groups[f"atlas_{number}"])[0].count("backup") == 0
        assert f"    {number} atlas_{number};" in text
        assert f'    "~:{port}$" {number};' in text


# --- systemd ------------------------------------------------------------------------------------------------


def test_the_unit_starts_what_readme_starts_and_shuts_the_rest():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT)
    service = unit["Service"]

    started = service["ExecStart"].removeprefix(f"{service['WorkingDirectory']}/")
    assert started == f"{RUN.rpartition('&& ')[2]} --server.address 127.0.0.1 --server.port %i"
    for name, value in {
        "User": "atlas",
        "Restart": "always",
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "IPAddressDeny": "any",
        "IPAddressAllow": "localhost",
    }.items():
        assert service[name] == value
    assert {"MemoryMax", "LimitNOFILE", "TasksMax", "ExecStartPost"} <= set(service)


def test_systemd_understands_the_unit_and_finds_little_to_say_against_it(tmp_path):
    text = UNIT.replace("/srv/atlas/current/.venv/bin/streamlit", sys.executable).replace("=atlas\n", "=root\n")
    unit = tmp_path / "atlas@8501.service"
    unit.write_text(text.replace("/usr/bin/curl", sys.executable), encoding="utf-8")
    systemd = needed("systemd", "systemd-analyze")
    said = subprocess.run([systemd, "verify", str(unit)], capture_output=True, text=True, check=False)

    assert "Unknown" not in said.stderr
    assert "atlas@8501" not in said.stderr
    unit.write_text(UNIT, encoding="utf-8")
    weighed = [systemd, "security", "--offline=yes", "--threshold=20", "--no-pager", str(unit)]  # of 100, 0 the safest
    said = subprocess.run(weighed, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-200:] + said.stderr


# --- container ----------------------------------------------------------------------------------------------


def test_a_container_is_made_by_the_commands_of_readme_and_ci():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    packages, account, install, compiled = steps("RUN")

    assert install == RUN.rpartition(" && ")[0]
    assert install.replace("requirements.txt", "requirements-dev.txt") in script
    for command in packages.rpartition(" python3 ")[0].split(" && "):
        assert command in script
    assert account.startswith("useradd --system")
    assert compiled.startswith(".venv/bin/python -m ")
    assert shlex.join(json.loads(steps("CMD")[0])[:3]) == RUN.rpartition("&& ")[2]


def test_a_container_is_nobody_and_needs_no_disk():
    order = [name for name, _ in STEPS]

    assert steps("USER") == ["atlas"]
    assert max(place for place, name in enumerate(order) if name in ("RUN", "COPY")) < order.index("USER")
    assert re.search(r"^#   podman run .*--read-only --tmpfs /tmp .*--cap-drop all", CONTAINER, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.shipped
def test_what_is_copied_is_there_and_is_all_that_the_server_reads(tmp_path):
    for *sources, target in map(shlex.split, steps("COPY")):
        for source in sources:
            place = tmp_path / (source if target.endswith("/") else target)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    script = "from dashboard import loading, server; loading.held().warm(); print(len(server.routes()))"
    said = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stderr
    assert int(said.stdout.split()[-1]) > 3


# --- the guide ----------------------------------------------------------------------------------------------


def test_the_guide_names_every_file_and_the_ports_of_the_files():
    files = {path.relative_to(ROOT).as_posix() for path in HERE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    named = set(re.findall(r"tools/deploy/[\w./@-]*\w", GUIDE))

    assert {name for name in named if not (ROOT / name).exists()} == set()
    folders = {name for name in named if (ROOT / name).is_dir()}
    assert {file for file in files if file not in named and not file.startswith(tuple(folders))} == set()
    assert f"atlas@{front.FIRST} atlas@{front.FIRST + 1}" in GUIDE
