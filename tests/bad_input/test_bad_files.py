"""Files, streams and devices that hold nothing of use. Never a traceback."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from subsidycalc.diagnostics.codes import NUMBERS
from tests.bad_input.refusing import LANGS, YEAR, refused
from tests.end_to_end.running import MAKER, ROOT, START, Program, Ran, environment, process

# -- files that are no text -----------------------------------------------------------------------------------

MAKER_TEXT = Path(MAKER).read_text("utf-8")
FILES: dict[str, tuple[bytes, str, str]] = {
    "GBK": (MAKER_TEXT.encode("gb18030"), "file.gbk", "GBK"),
    "UTF-16 with a mark": (MAKER_TEXT.encode("utf-16"), "file.utf16", "UTF-16"),
    "UTF-16 without": (MAKER_TEXT.encode("utf-16-le"), "file.utf16", "UTF-16"),
    "UTF-16 the other way round": (MAKER_TEXT.encode("utf-16-be"), "file.utf16", "UTF-16"),
    "a byte order mark": (MAKER_TEXT.encode("utf-8-sig"), "file.bom", "BOM"),
    "one broken character": (MAKER_TEXT.encode().replace(b"\xe5\xb9", b"\xe5", 1), "file.not_utf8", "UTF-8"),
    "Latin-1": ("year: 2024\nname: café\n".encode("latin-1"), "file.not_utf8", "UTF-8"),
    "surrogates": ("year: 2024\nname: \ud842\n".encode("utf-8", "surrogatepass"), "file.not_utf8", "UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 40, "file.binary", ".yaml"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "file.binary", ".yaml"),
    "bytes": (bytes(range(256)) * 8, "file.not_utf8", "UTF-8"),
    "NULs": (b"\0" * 100, "yaml.character", "U+0000"),
    "10 MB": (b"name: x\n" * 1_250_000, "file.large", "2,000,000"),
    "empty": (b"", "file.empty", "year: 2024"),
    "blank lines": (b"\n \n", "file.empty", "year: 2024"),
    "a comment alone": (b"# nothing yet\n", "file.empty", "year: 2024"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", LANGS)
def test_files(run: Program, tmp_path: Path, name: str, lang: str) -> None:
    raw, code, word = FILES[name]
    (tmp_path / "firm.yaml").write_bytes(raw)
    found = run("evaluate", "firm.yaml", lang=lang)
    refused(found)
    lineless = code in ("file.binary", "file.large")
    assert re.match(rf"firm\.yaml{'' if lineless else r':[0-9]+:[0-9]+'}: {NUMBERS[code]} ", found.err), found.err
    assert word in found.err
    assert "  → " in found.err


def test_gbk_is_shown_as_it_was_meant(run: Program, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_bytes("year: 2024\nname: 北京示例\n".encode("gbk"))
    found = run("evaluate", "firm.yaml", lang="zh")
    assert "firm.yaml:2:7: SC007 文件编码是 GBK" in found.err
    assert "     2 | name: 北京示例\n" in found.err


@pytest.mark.parametrize("command", [("evaluate",), ("evaluate", MAKER, "--assume"), ("evaluate", MAKER, "--rules")])
@pytest.mark.parametrize("path", ["nothing.yaml", "a\0b", "x" * 5000, ""])
def test_paths_that_are_none(run: Program, command: tuple[str, ...], path: str) -> None:
    found = run(*command, path)
    refused(found)
    assert len(found.err) < 2000


@pytest.mark.parametrize("command", [("evaluate",), ("evaluate", MAKER, "--assume")])
def test_a_folder_for_a_file(run: Program, tmp_path: Path, command: tuple[str, ...]) -> None:
    found = run(*command, str(tmp_path))
    refused(found)
    assert f"{tmp_path}: {NUMBERS['file.folder']} " in found.err
    assert "the path of one .yaml or .json file" in found.err


def test_a_file_that_may_not_be_read(run: Program, tmp_path: Path) -> None:
    path = tmp_path / "firm.yaml"
    path.write_text(YEAR)
    path.chmod(0)
    if os.access(path, os.R_OK):
        path = Path("/proc/self/mem")  # nothing is closed to the superuser but this
    refused(run("evaluate", str(path)))


# -- as a process of its own ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"[" * 100_000, "yaml.deep"),
        (b"- " * 100_000, "yaml.deep"),
        (b"{" * 100_000, "yaml.key"),
        (b"a: " * 100_000, "yaml.colon_in_value"),
        (b'"' * 100_001, "yaml.after_quote"),
        ("年\n".encode("utf-16-le") * 1000, "file.utf16"),
        (b"\0" * 3_000_000, "file.large"),
        (b"", "file.empty"),
        (MAKER_TEXT.encode("gb18030"), "file.gbk"),
    ],
)
def test_hostile_files_in_a_process(tmp_path: Path, raw: bytes, code: str) -> None:
    (tmp_path / "firm.yaml").write_bytes(raw)
    for arguments, stdin in ((("evaluate", "firm.yaml"), b""), (("evaluate", "-"), raw)):
        found = process(*arguments, stdin=stdin, cwd=tmp_path)
        refused(found)
        assert NUMBERS[code] in found.err


def shell(line: str, **env: str) -> Ran:
    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env=environment(LANG="C", PYTHON=sys.executable, START=START, MAKER=MAKER, **env),
        capture_output=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    return Ran(found.returncode, found.stdout.decode(), found.stderr.decode())


def _silent(found: Ran) -> bool:
    return found.err == ""


@pytest.mark.parametrize(
    ("line", "status", "holds"),
    [
        ('"$PYTHON" -c "$START" evaluate - <&-', 2, lambda f: "<stdin>:1:1: SC004" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" >&-', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate nothing.yaml 2>&-', 2, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" >/dev/full', 2, lambda f: "stdout: SC167" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --format json >/dev/full', 2, lambda f: "stdout: SC167" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --format json | head -1', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" | true', 0, _silent),
        ('"$PYTHON" -c "$START" --help | true', 0, _silent),
        ('head -c 30000000 /dev/zero | "$PYTHON" -c "$START" evaluate -', None, lambda f: "SC003" in f.err),
        ('"$PYTHON" -c "$START" evaluate /dev/zero', 2, lambda f: "SC003" in f.err),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --output /dev/null', 0, _silent),
        ('"$PYTHON" -c "$START" evaluate "$MAKER" --output /dev/stdout | head -1', 0, lambda f: f.out != ""),
        ('PYTHONIOENCODING=ascii "$PYTHON" -c "$START" evaluate 没有.yaml --lang zh', 2, lambda f: "没有" in f.err),
        ('"$PYTHON" -c "$START" evaluate $\'\\xff.yaml\'', 2, lambda f: "SC001" in f.err),
        ('"$PYTHON" -c "$START" explain "$MAKER" $\'\\xff\'', 2, lambda f: "SC165" in f.err),
    ],
)
def test_streams_and_devices(line: str, status: int | None, holds: Callable[[Ran], bool]) -> None:
    found = shell(line)
    assert "Traceback" not in found.err
    assert "Exception ignored" not in found.err
    assert holds(found), found
    if status is not None:
        assert found.status == status, found


def test_a_device_or_a_link_is_not_replaced(run: Program, tmp_path: Path) -> None:
    target, link = tmp_path / "answer", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    assert run("evaluate", MAKER, "--output", str(link)).status == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == run("evaluate", MAKER).out
    assert run("evaluate", MAKER, "--output", os.devnull).status == 0
    assert not Path(os.devnull).is_file()
