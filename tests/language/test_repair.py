"""A rule file whose keys are not all right: what its values have wrong is told at once too, and nothing else."""

from pathlib import Path

import pytest

import subsidycalc
from subsidycalc.diagnostics import Faults
from tests.language.writing import VOCABULARY, written

KEY, KEY_NEAR, LACKING = "shape.unknown_key", "shape.unknown_key_near", "shape.missing_key"
TEXT = """language: 1
policy: p
in_force: {from: 2020-01-01, until: unpublished}
documents: {guide: {title: 指南}}
figures:
  most: {value: 30万元, source: guide}
readings:
  doubt: {asks: 怎样理解？, options: [wide, narrow]}
define:
  net: spending - outside
eligible: [certified]
measures:
  m:
    eligible: ["net >= 1万元"]
    award: {share: {of: spending, rate: {reading: doubt, wide: 30%, narrow: 20%}}, at_most: most per firm}
  n:
    award: 5万元
  o:
    award: 5万元
cases:
  - {name: one, year: 2024, facts: {}, expect: {total: 0元}}
"""
WRONG = "award: 5万\n", "money.half_unit"
"""The award of the last measure, with a fault of its own."""


def faults(folder: Path, text: str, *, vocabulary: str = VOCABULARY) -> list[tuple[str, str]]:
    """The codes of what is wrong, each with what stands there."""
    with pytest.raises(Faults) as caught:
        subsidycalc.load(written(folder, text, vocabulary=vocabulary))
    return [(d.code, d.place.source[d.place.column - 1 :][:12].strip()) for d in caught.value.diagnostics]


def changed(*changes: tuple[str, str]) -> str:
    """The text with some changes, and the fault in the last measure."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    head, _, tail = text.rpartition("award: 5万元\n")
    return f"{head}{WRONG[0]}{tail}"


def test_the_text_loads(tmp_path: Path) -> None:
    assert len(subsidycalc.load(written(tmp_path, TEXT)).book.measures()) == 3


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("at_most: most", "at_mots: most", (KEY_NEAR, "at_mots: mos")),
        ("rate: {", "rat: {", (KEY_NEAR, "rat: {readin")),
        ("figures:", "figurs:", (KEY_NEAR, "figurs:")),
        ("documents:", "documets:", (KEY_NEAR, "documets: {g")),
        ("readings:", "readngs:", (KEY_NEAR, "readngs:")),
        ("define:", "defines:", (KEY_NEAR, "defines:")),
        ("{value: 30万元", "{valu: 30万元", (KEY_NEAR, "valu: 30万元,")),
        ("{title: 指南}", "{titel: 指南}", (KEY_NEAR, "titel: 指南}}")),
        ("{share: {of", "{shar: {of", (KEY_NEAR, "shar: {of: s")),
        ('eligible: ["net', 'elgible: ["net', (KEY_NEAR, 'elgible: ["n')),
        ("  n:\n", "  n:\n    colour: red\n", (KEY, "colour: red")),
        ("{name: one", "{nam: one", (KEY_NEAR, "nam: one, ye")),
        ("{name: one", "{colour: red, name: one", (KEY, "colour: red,")),
        ("award: 5万元", "award: [5万元]", ("shape.no_list", "[5万元]")),
        ("award: 5万元", "award:", ("value.empty", "")),
        ("rate: {reading: doubt, wide: 30%, narrow: 20%}", "rate: ", ("value.empty", "}, at_most: ")),
    ],
)
def test_what_a_value_has_wrong_is_told_beside_a_wrong_key(
    tmp_path: Path, old: str, new: str, found: tuple[str, str]
) -> None:
    told = faults(tmp_path, changed((old, new)))
    assert sorted(code for code, _ in told) == sorted([found[0], WRONG[1]]), told
    assert next(place for code, place in told if code == found[0]).startswith(found[1][:6])


def test_a_measure_that_lacks_a_key_is_left_out(tmp_path: Path) -> None:
    told = faults(tmp_path / "without", changed(("of: spending, ", "")))
    assert [code for code, _ in told] == [LACKING, WRONG[1]]
    told = faults(tmp_path / "another", changed(("rate: {", "xyz: {")))
    assert [code for code, _ in told] == [LACKING, KEY, WRONG[1]]


def test_a_wrong_value_below_a_wrong_key_is_found_where_it_stands(tmp_path: Path) -> None:
    assert faults(tmp_path, changed(("{value: 30万元", "{valu: 30万"))) == [
        (KEY_NEAR, "valu: 30万, s"),
        ("money.half_unit", "30万, source:"[:12]),
        (WRONG[1], "5万"),
    ]


def test_a_wrong_key_of_the_vocabulary_does_not_hide_the_policy(tmp_path: Path) -> None:
    vocabulary = VOCABULARY.replace("type: money, at_least: 0元}", "type: money, at_leats: 0元}", 1)
    assert {code for code, _ in faults(tmp_path, changed(), vocabulary=vocabulary)} == {KEY_NEAR, WRONG[1]}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("figures:", "colours:", KEY),
        ("  most: {value: 30万元, ", "  most: {colour: red, ", KEY),
        ("define:\n", "define: [1]\nx:\n", KEY),
        ("policy: p\n", "", LACKING),
    ],
)
def test_where_names_are_lost_reading_ends(tmp_path: Path, old: str, new: str, code: str) -> None:
    told = [c for c, _ in faults(tmp_path, changed((old, new)))]
    assert code in told
    assert {c.partition(".")[0] for c in told} == {"shape"}
