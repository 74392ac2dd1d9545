"""The plugin of pytest collects the worked cases of rules, and leaves everybody else alone."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.end_to_end.running import process

pytest_plugins = ["pytester"]

VOCABULARY = "language: 1\nfacts:\n  big: {zh: 大, en: big, type: yes/no}\n"
POLICY = """language: 1
policy: p
in_force: {from: 2024-01-01, until: unpublished}
measures:
  m: {title: t, for_each: year, eligible: big, award: 5元}
"""
CASES = """language: 1
cases:
  - name: {zh: 大企业, en: a big one}
    year: 2024
    facts: {big: yes}
    expect: {m: 5元}
  - name: {zh: 大企业, en: a big one}
    year: 2024
    facts: {big: no}
    expect: {m: ineligible, total: 0元}
"""
WRONG = """
  - name: {zh: 弄错了, en: a wrong one}
    year: 2024
    facts: {big: yes}
    expect: {m: 6元}
"""


@pytest.fixture
def own(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of rules with a vocabulary of its own."""
    pytester.mkdir("vocabulary")
    pytester.mkdir("p")
    pytester.makefile(".yaml", **{"vocabulary/facts": VOCABULARY, "p/policy": POLICY, "p/cases": CASES})
    return pytester


def test_every_case_is_a_test(own: pytest.Pytester) -> None:
    ran = own.runpytest_subprocess("-v")
    ran.assert_outcomes(passed=2)
    ran.stdout.fnmatch_lines(["*cases.yaml::a big one PASSED*", "*cases.yaml::a big one (2) PASSED*"])


def test_one_case_is_chosen_by_its_name(own: pytest.Pytester) -> None:
    own.runpytest_subprocess("-k", "big and not 2").assert_outcomes(passed=1, deselected=1)
    own.runpytest_subprocess("p/cases.yaml").assert_outcomes(passed=2)


def test_a_failing_case_says_what_was_expected(own: pytest.Pytester) -> None:
    own.makefile(".yaml", **{"p/cases": CASES + WRONG})
    ran = own.runpytest_subprocess()
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(["p/cases.yaml:12: p: a wrong one", "*m: expected 6元, got eligible, CNY 5*"])
    assert "Traceback" not in ran.stdout.str()
    chinese = own.runpytest_subprocess("-o", "subsidycalc_lang=zh")
    chinese.stdout.fnmatch_lines(["*弄错了*", "*6元*"])


def test_a_fault_of_a_case_is_shown_with_its_place(own: pytest.Pytester) -> None:
    own.makefile(".yaml", **{"p/cases": CASES.replace("{big: no}", "{bog: no}")})
    ran = own.runpytest_subprocess()
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["*cases.yaml:9:*bog*", "*→*big*"])


def test_rules_that_do_not_load_are_one_error(own: pytest.Pytester) -> None:
    own.makefile(".yaml", **{"p/policy": POLICY.replace("eligible: big", "eligible: bog")})
    ran = own.runpytest_subprocess()
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["p/policy.yaml:5:*"])
    assert "Traceback" not in ran.stdout.str()


def test_cases_within_a_policy_and_the_shipped_vocabulary(pytester: pytest.Pytester) -> None:
    pytester.mkdir("p")
    policy = POLICY.replace("eligible: big", "eligible: headquarters_enterprise")
    cases = CASES.replace("big:", "headquarters_enterprise:").partition("\n")[2]
    pytester.makefile(".yaml", **{"p/policy": policy + cases})
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_files_of_others_are_left_alone(pytester: pytest.Pytester) -> None:
    pytester.mkdir("p")
    pytester.makefile(".yaml", **{"p/policy": "rules: []\n", "p/cases": "a: [\n"})
    pytester.makefile(".yaml", cases="cases: []\n")
    pytester.makepyfile("def test_one(): pass")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_it_can_be_left_out(own: pytest.Pytester) -> None:
    assert own.runpytest_subprocess("-p", "no:subsidycalc").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_nothing_of_the_program_is_imported_where_there_are_no_rules(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_one():
            ours = sorted(m for m in sys.modules if m.startswith("subsidycalc"))
            assert ours == ["subsidycalc", "subsidycalc.testing", "subsidycalc.testing.plugin"]
            assert not {"lark", "yaml", "typer"} & set(sys.modules)
        """
    )
    pytester.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_it_is_known_to_pytest_by_its_entry_point() -> None:
    code = (
        "from importlib.metadata import entry_points\n"
        "print([(e.name, e.value) for e in entry_points(group='pytest11') if 'subsidycalc' in e.value])"
    )
    found = ast.literal_eval(process(code=code).out)
    assert found == [("subsidycalc", "subsidycalc.testing.plugin")], sys.executable
