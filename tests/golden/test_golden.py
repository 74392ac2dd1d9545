"""What the program prints, kept whole. ``SUBSIDYCALC_WRITE_GOLDEN=1 pytest tests/golden`` writes the files anew.

A change of words shows here as a difference to look at; it is no fault in itself.
"""

import os
from pathlib import Path

import pytest

from tests.end_to_end.running import ASSUMED, GUARANTOR, MAKER, Program, Ran, shipped

HERE = Path(__file__).parent
WRITE = os.environ.get("SUBSIDYCALC_WRITE_GOLDEN") == "1"
COMBINING = Path(__file__).parents[1] / "fixtures" / "combining"
CHIPS = (str(COMBINING / "firm.yaml"), "--rules", str(COMBINING / "rules"))
ONE, SEVERAL = (("--reading", f"chips/directions={option}") for option in ("one", "several"))
PRINTED: dict[str, tuple[str, ...]] = {
    "evaluate": ("evaluate", MAKER),
    "evaluate-assumed": ("evaluate", MAKER, "--assume", ASSUMED),
    "evaluate-all-readings": ("evaluate", MAKER, "--assume", ASSUMED, "--all-readings"),
    "evaluate-markdown": ("evaluate", MAKER, "--assume", ASSUMED, "--format", "markdown"),
    "evaluate-guarantee-institution": ("evaluate", GUARANTOR),
    "explain-revenue-milestone": ("explain", MAKER, "revenue_milestone"),
    "explain-project-grant-assumed": ("explain", MAKER, "project_grant", "--assume", ASSUMED),
    "combining": ("evaluate", *CHIPS, *SEVERAL),
    "combining-one-direction": ("evaluate", *CHIPS, *ONE),
    "combining-open": ("evaluate", *CHIPS),
    "combining-markdown": ("evaluate", *CHIPS, *SEVERAL, "--format", "markdown"),
    "combining-explain": ("explain", CHIPS[0], "full_mask", *CHIPS[1:], *SEVERAL),
    "combining-show": ("show", "leasing", *CHIPS[1:]),
    "list": ("list",),
    "show-revenue-milestone": ("show", "revenue_milestone"),
    "show-project-grant": ("show", "project_grant"),
}
DIGEST = next(iter(shipped().book.policies.values())).digest
OF_RESULTS: dict[str, tuple[str, ...]] = {
    "compare": ("compare", "a.json", "b.json"),
    "compare-markdown": ("compare", "a.json", "b.json", "--format", "markdown"),
    "compare-without-inputs": ("compare", "plain.json", "b.json"),
    "compare-rules": ("compare", "other-rules.json", "b.json"),
    "verify": ("verify", "a.json"),
    "verify-changed": ("verify", "changed.json"),
}
STATUS = {"verify": 0}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PRINTED)
def test_printed(name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = Program(capsys, monkeypatch)(*PRINTED[name], lang=lang)
    assert (found.status, found.err) == (0, "")
    as_kept(name, lang, found)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", OF_RESULTS)
def test_printed_of_results(
    name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    run = Program(capsys, monkeypatch)
    write_results(run, tmp_path, lang)
    found = run(*OF_RESULTS[name], lang=lang)
    assert (found.status, found.err) == (STATUS.get(name, 1), "")
    as_kept(name, lang, found)


def write_results(run: Program, folder: Path, lang: str) -> None:
    """The example firm, and the same with facts that matter, that do not, and that matter only together."""
    text = Path(MAKER).read_text("utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "other.yaml").write_text(text, "utf-8")
    for profile, name, *more in (
        (MAKER, "a.json", "--with-inputs"),
        ("other.yaml", "b.json", "--with-inputs"),
        (MAKER, "plain.json"),
    ):
        asked = ("evaluate", profile, "--assume", ASSUMED, "--format", "json", "-o", name, *more)
        assert run(*asked, lang=lang).status == 0
    whole = (folder / "a.json").read_text("utf-8")
    (folder / "changed.json").write_text(whole.replace('"384000.00"', '"394000.00"').replace("268", "267"), "utf-8")
    for old, new in OTHER_RULES.items():
        assert whole.count(f'"{old}"')
        whole = whole.replace(f'"{old}"', f'"{new}"')
    (folder / "other-rules.json").write_text(whole, "utf-8")


OTHER_RULES = {
    DIGEST: "0123456789abcdef",
    "100000.00": "90000.00",
    "45484000.00": "45474000.00",
    "51626000.00": "51616000.00",
}
"""What is changed in a result to make it one of other rules: the digest, an award and the total."""
CHANGES = {
    "2024: 4.2亿元": "2024: 5.2亿元",
    "{2023: 205, 2024: 268}": "{2023: 210, 2024: 320}",
    "investment: 2000万元": "investment: 1500万元",
    "interest_paid: {2024: 71万元}": "interest_paid: {2024: 71万元}\n    invested_in_beijing: yes",
    "joint_research: no": "joint_research: yes",
}


def as_kept(name: str, lang: str, found: Ran) -> None:
    """What was printed, but for the digest of the rules: that changes with every comment in them."""
    found = found._replace(out=found.out.replace(DIGEST, "fedcba9876543210"))
    kept = HERE / f"{name}.{lang}.txt"
    if WRITE:
        kept.write_text(found.out, "utf-8")
    assert found.out == kept.read_text("utf-8"), (
        f"SUBSIDYCALC_WRITE_GOLDEN=1 pytest {HERE.name} writes {kept.name} anew"
    )


def test_every_file_is_compared() -> None:
    names = {f"{name}.{lang}.txt" for name in (*PRINTED, *OF_RESULTS) for lang in ("zh", "en")}
    assert {p.name for p in HERE.glob("*.txt")} == names
