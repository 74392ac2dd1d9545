"""What holds for every test: Hypothesis profiles, and an honest word about what was left out."""

import os
import shutil
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The fast profile gives the same answer on every machine, however slow.
settings.register_profile(
    "fast",
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    max_examples=5_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or "fast"
settings.load_profile(PROFILE)

NOTHING_LEFT_OUT = os.environ.get("SUBSIDYCALC_NOTHING_LEFT_OUT") == "1"

NEEDS = {
    "java": "a Java runtime",
    "browser": "Chromium",
    "office": "LibreOffice",
    "postgres": "a PostgreSQL server's programs",
    "slow": "make test-long",
}

LEFT_OUT_MARKER = pytest.StashKey[dict[str, str]]()


def _any_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _postgres() -> bool:
    # Debian keeps a server's programs off the PATH, one folder for each version.
    return _any_program("postgres") or any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


def _missing(markexpr: str) -> set[str]:
    """The markers whose tests cannot or should not run now."""
    present = {
        "java": _any_program("java"),
        "browser": _any_program("chromium", "chromium-browser", "google-chrome"),
        "office": _any_program("soffice", "libreoffice"),
        "postgres": _postgres(),
        "slow": NOTHING_LEFT_OUT or PROFILE == "long" or "slow" in markexpr,
    }
    return {marker for marker, there in present.items() if not there}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = _missing(config.option.markexpr)
    left_out = config.stash.setdefault(LEFT_OUT_MARKER, {})
    for item in items:
        for marker in NEEDS:
            if marker in missing and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"needs {NEEDS[marker]}"))
                left_out[item.nodeid] = marker
                break


def _left_out(config: pytest.Config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.option.collectonly:
        return []
    by_marker = config.stash.get(LEFT_OUT_MARKER, {})
    counts = Counter(by_marker.get(report.nodeid, "") for report in reporter.stats.get("skipped", []))
    unmarked = counts.pop("", 0)
    deselected = len(reporter.stats.get("deselected", []))
    parts = [
        f"{counts[marker]} {'test' if counts[marker] == 1 else 'tests'} marked {marker} (needs {need})"
        for marker, need in NEEDS.items()
        if counts[marker]
    ]
    if unmarked:
        parts.append(f"{unmarked} skipped by themselves (pytest -rs tells why)")
    if deselected:
        parts.append(f"{deselected} deselected on the command line")
    return parts


def pytest_sessionfinish(session: pytest.Session) -> None:
    if NOTHING_LEFT_OUT and session.exitstatus == pytest.ExitCode.OK and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> Generator[None]:
    yield
    if config.option.collectonly:
        return
    parts = _left_out(config)
    terminalreporter.write_line(f"left out: {', '.join(parts) or 'nothing'}")
    if parts and NOTHING_LEFT_OUT:
        terminalreporter.write_line("SUBSIDYCALC_NOTHING_LEFT_OUT=1 is set, so this run fails", red=True)
