"""What is installed: the wheel has all that `init` and `demo` need; setting up says
in one line what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mailtracker import shipped

ROOT = Path(__file__).parents[1]
SET_UP = ROOT / "tools" / "set-up"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout, without pip and without network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked; a pure one is installed by no more than that."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files_below(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.name[0] not in "._"}


def test_the_wheel_carries_rules_templates_and_config(installed: Path) -> None:
    for name in ("rules", "templates"):
        shipped = files_below(installed / "mailtracker" / "_data" / name)
        assert shipped == files_below(ROOT / name)
        assert shipped
    example = (installed / "mailtracker" / "_data" / "config.example.toml").read_text()
    assert example == (ROOT / "config.example.toml").read_text()


def test_the_wheel_carries_every_module_and_the_migrations(installed: Path) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "mailtracker").rglob("*.py")}
    assert modules <= {path.relative_to(installed).as_posix() for path in installed.rglob("*.py")}
    assert (installed / "mailtracker" / "py.typed").exists()


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {"mailtracker", wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"}


def test_init_works_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    where = [sys.executable, "-c", "import mailtracker.shipped as d; print(d.__file__)"]
    found = subprocess.run(
        where, cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).is_relative_to(installed)
    init = [sys.executable, "-m", "mailtracker", "init", "new"]
    subprocess.run(init, cwd=tmp_path, env=environ, check=True, capture_output=True)
    assert files_below(tmp_path / "new" / "templates") == files_below(ROOT / "templates")
    assert (tmp_path / "new" / "config.toml").exists()


def test_a_checkout_uses_what_lies_beside_the_package() -> None:
    assert {shipped.shipped(name) for name in shipped.SHIPPED} == {
        ROOT / name for name in shipped.SHIPPED
    }


def test_only_known_things_are_shipped() -> None:
    with pytest.raises(ValueError, match="does not come with mailtracker"):
        shipped.shipped("../pyproject.toml")


@pytest.mark.proof(part="wheel")
def test_the_wheel_installs_into_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    pip = [str(tmp_path / "env" / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(pip, check=True)
    command = str(tmp_path / "env" / "bin" / "mailtracker")
    subprocess.run([command, "init", str(tmp_path / "new")], check=True)
    demo = subprocess.run([command, "demo"], check=False, capture_output=True, text=True)
    assert demo.returncode != 0
    assert "mailtracker[demo]" in demo.stderr


# -- tools/set-up ------------------------------------------------------------------------

Script = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def set_up(tmp_path: Path) -> Script:
    """Run a copy of tools/set-up in a folder where PATH holds only what the test puts there."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(SET_UP, tmp_path / "tools")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("sh", "dirname", "cmp", "cp"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)

    def run(what: str, **commands: str) -> subprocess.CompletedProcess[str]:
        for name, script in commands.items():
            path = tmp_path / "bin" / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        call = [str(tmp_path / "tools" / "set-up"), what]
        return subprocess.run(
            call, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path / "bin")}
        )

    return run


def has_environment(folder: Path, *stamps: str) -> None:
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for stamp in stamps:
        shutil.copy(folder / "pyproject.toml", folder / ".venv" / f"stamp-{stamp}")


@pytest.mark.parametrize(("stamp", "what"), [("demo", "demo"), ("dev", "dev"), ("dev", "demo")])
def test_a_second_set_up_only_looks_at_the_stamp(
    set_up: Script, tmp_path: Path, stamp: str, what: str
) -> None:
    has_environment(tmp_path, stamp)
    done = set_up(what)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_pyproject_sets_up_again(set_up: Script, tmp_path: Path) -> None:
    has_environment(tmp_path, "dev")
    with (tmp_path / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    done = set_up("dev", uv="echo uv $*")
    assert "making .venv" in done.stderr
    assert "--group dev" in done.stdout
    assert set_up("dev").stderr == ""


def test_the_demo_is_set_up_without_the_tools_of_development(
    set_up: Script, tmp_path: Path
) -> None:
    has_environment(tmp_path)
    done = set_up("demo", uv="echo uv $*")
    assert done.stdout == "uv pip install --quiet --python .venv/bin/python -e .[demo]\n"
    assert not (tmp_path / ".venv" / "stamp-dev").exists()


OLD_PYTHON = 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac'
# answers the version check, has no ensurepip, and can name its package
BARE_PYTHON = (
    'case "$2" in *version_info\\ *) exit 0;; *venv\\"*) echo python3.12-venv;; *) exit 1;; esac'
)


def test_an_old_python_is_one_clear_line(set_up: Script) -> None:
    done = set_up("demo", python3=OLD_PYTHON)
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "set-up: mailtracker needs Python 3.11 or newer; found Python 3.9.2"
    ]


def test_no_python_is_one_clear_line(set_up: Script) -> None:
    done = set_up("demo")
    assert done.stderr.splitlines()[1:] == [
        "set-up: mailtracker needs Python 3.11 or newer; found no python3"
    ]


def test_a_newer_python_beside_an_old_one_is_found(set_up: Script) -> None:
    done = set_up("demo", python3=OLD_PYTHON, id="echo 1000", **{"python3.12": BARE_PYTHON})
    assert "python3.12 cannot make a virtual environment" in done.stderr


def test_a_missing_venv_names_its_package(set_up: Script) -> None:
    done = set_up("demo", python3=BARE_PYTHON, id="echo 1000")
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == [
        "set-up: python3 cannot make a virtual environment: install its package, on Debian and "
        "Ubuntu: "
        "sudo apt install python3.12-venv"
    ]


def test_root_gets_the_missing_package_by_apt(set_up: Script, tmp_path: Path) -> None:
    log = tmp_path / "apt.log"
    done = set_up(
        "demo", **{"python3": BARE_PYTHON, "id": "echo 0", "apt-get": f'echo "$*" >> {log}; exit 1'}
    )
    assert done.returncode == 1
    assert "python3.12-venv" in log.read_text()
    assert "python3-venv" in log.read_text()


@pytest.mark.proof(part="wheel")
@pytest.mark.parametrize("what", ["demo", "dev"])
def test_a_fresh_checkout_sets_itself_up(tmp_path: Path, what: str) -> None:
    leave = shutil.ignore_patterns(".venv", ".git", ".*_cache", "__pycache__", ".hypothesis")
    fresh = shutil.copytree(ROOT, tmp_path / "fresh", ignore=leave)
    subprocess.run([str(fresh / "tools" / "set-up"), what], check=True)
    subprocess.run([str(fresh / ".venv" / "bin" / "mailtracker"), "--version"], check=True)
    again = subprocess.run([str(fresh / "tools" / "set-up"), what], check=True, capture_output=True)
    assert again.stderr == b""
