"""Rules of this repository that no linter knows: its folders, its sizes, what it depends on and what that allows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("terminal", "sync", "ui", "devices", "resources")
FOLDERS = {*PACKAGES, "tests", "docs"}
FILES = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
}
FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70

# Every licence here permits commercial use in a product that stays closed, as long as its notice travels along.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}
# These have conditions of their own, met as stated.
CONDITIONAL = {
    "certifi": "MPL-2.0: a list of certificates, used as it is",
    "psycopg": "LGPL-3.0: a library of its own in site-packages, which anyone can replace",
    "psycopg-binary": "LGPL-3.0: as psycopg",
    "pyside6-essentials": "LGPL-3.0 by choice: Qt stays in shared libraries, which anyone can replace",
    "shiboken6": "LGPL-3.0 by choice: as PySide6",
    "zeroconf": "LGPL-2.1: a library of its own in site-packages, which anyone can replace",
}
# Read in the project's own repository, since its package does not say.
STATED = {"sqlcipher3": "Zlib"}
# What packages wrote before there was a standard way to say it.
SPELLINGS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
}

# Needed without being imported by name: the driver a database address asks for, time zones where the system has none,
# what uvicorn takes to be fast, and Windows' printing functions, which exist nowhere else.
NEVER_IMPORTED = {"httptools", "psycopg", "pywin32", "tzdata", "uvloop"}

PLACES = re.compile(
    "|".join(("/" + "work/", "/" + "tmp/plan", r"\.\./" + "shared", "py" + r"pi\.org", "pythonhosted" + r"\.org"))
)


def tracked() -> list[Path]:
    """Every file of the repository, also those not committed yet, without what is ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module
            yield node.module


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    return {normal(name): version for name, version in pins}


def project() -> dict[str, list[str]]:
    """The names of the declared dependencies: those of the run time under ``""``, those of the extras by name."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {"": document["dependencies"], **document["optional-dependencies"]}
    return {group: [normal(re.split(r"[\[<>=~ ]", item)[0]) for item in items] for group, items in groups.items()}


# --- folders and sizes ------------------------------------------------------------------------------------------------


def test_the_top_level_holds_the_agreed_folders_and_nothing_else() -> None:
    heads = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {head for head in heads if not head.startswith(".")} - FOLDERS - FILES == set()


def test_every_top_level_package_is_under_the_import_contracts() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(document["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)
    python = {path.parent.relative_to(ROOT).parts[0] for path in tracked() if path.suffix == ".py"}
    assert python <= {*PACKAGES, "tests"}


def test_no_file_outgrows_its_reader() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in tracked() if path.suffix == ".py"
    }
    assert {name: length for name, length in lengths.items() if length > FILE_LINES_MAX} == {}


def test_no_function_outgrows_its_reader() -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in sources(*PACKAGES, "tests")
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES_MAX} == {}


def test_texts_name_no_place_that_only_one_machine_has() -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if PLACES.search(line)]
    assert found == []


def test_what_the_packages_read_at_run_time_is_packaged() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packaged = {pattern.removeprefix("*") for pattern in document["tool"]["setuptools"]["package-data"]["*"]}
    paths = (path.relative_to(ROOT) for path in tracked())
    assert {str(path) for path in paths if path.parts[0] in PACKAGES and path.suffix not in {".py", *packaged}} == set()


# --- imports ----------------------------------------------------------------------------------------------------------


def test_the_points_rules_import_the_standard_library_only() -> None:
    strangers = {
        f"{path}: {module}"
        for path, tree in sources("terminal/domain")
        for module in imported(tree)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("terminal.domain")
    }
    assert strangers == set()


def test_the_group_server_takes_the_points_rules_from_the_terminal_and_nothing_else() -> None:
    taken = {
        f"{path}: {module}"
        for path, tree in sources("sync/server", "sync/programme")
        for module in imported(tree)
        if module.split(".")[0] == "terminal" and not module.startswith("terminal.domain")
    }
    assert taken == set()


def runtime_needs() -> set[str]:
    return set(project()[""])


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    owners = packages_distributions()
    used = {
        normal(owner)
        for path, tree in sources(*PACKAGES)
        for module in imported(tree)
        if (head := module.split(".")[0]) not in sys.stdlib_module_names and head not in PACKAGES
        for owner in owners.get(head, [head])
    }
    assert used - runtime_needs() == set(), "imported, but not declared in pyproject.toml"
    assert runtime_needs() - used - NEVER_IMPORTED == set(), "declared in pyproject.toml, but never imported"


# --- locks and licences -----------------------------------------------------------------------------------------------


def test_the_lock_files_pin_what_is_declared_and_agree() -> None:
    runtime, development = locked("requirements.txt"), locked("requirements-dev.txt")
    assert set(project()[""]) <= set(runtime)
    assert set(project()["dev"]) <= set(development)
    assert runtime.items() <= development.items()


def licences(name: str) -> set[str]:
    """What the installed distribution says of its licence, in SPDX terms where they can be told."""
    if name in STATED:
        return {STATED[name]}
    metadata = distribution(name).metadata
    if "License-Expression" in metadata:
        return set(metadata["License-Expression"].split(" OR "))
    classifiers = [item for item in metadata.get_all("Classifier") or [] if item.startswith("License :: OSI")]
    words = [item.split(" :: ")[-1] for item in classifiers] or [metadata["License"]]
    return {SPELLINGS.get(word, word) for word in words}


def test_every_runtime_dependency_permits_commercial_use() -> None:
    refused = {}
    for name in locked("requirements.txt"):
        try:
            found = licences(name)
        except PackageNotFoundError:
            continue  # for another system or Python
        if name not in CONDITIONAL and not any(PERMISSIVE.issuperset(word.split(" AND ")) for word in found):
            refused[name] = found
    assert refused == {}


@pytest.mark.parametrize("name", sorted({*CONDITIONAL, *STATED}))
def test_every_exception_to_the_licence_rule_is_still_needed(name: str) -> None:
    assert name in locked("requirements.txt")
