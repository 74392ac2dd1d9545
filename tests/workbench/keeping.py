"""A small stock of rules in which names are used in every way that there is."""

from pathlib import Path

from tests.language.writing import VOCABULARY

POLICY = """\
# spending is a word of this comment and stays
language: 1
policy: p
title: {zh: 示例, en: example of spending}
place: city
in_force: {from: 2020-01-01, until: unpublished}
documents: {notice: {title: 通知, date: 2020-01-01}}
figures:
  bound: {title: {zh: 门槛, en: the bound}, value: 5万元, source: notice}
  rate: {unpublished: rate, source: notice}
  window: {from: 2021-01-01, to: 2030-12-31}
readings:
  whose: {asks: "Whose?", options: {project: each, firm: all}}
define:
  spends: "spending >= bound and 投入 > 0元"   # spending
eligible: spends
measures:
  grant:
    source: notice
    for_each: projects
    where:
      - "cost > 0元 and started_on in window"
      - >-
        family in [red,
        blue] and
        cost < spending
    award:
      share: {of: "「cost」 + min(spending, outside)", rate: rate}
      at_most: {reading: whose, project: 9万元 per project, firm: 9万元 per firm and family}
    count_at_most: 2 per family
  tiered:
    applicant: firm
    award: {tiers: {of: spending, bounds: reached, tiers: {bound: 1万元, 9万元: 2万元}}}
  graded:
    requires: grant
    award: {grade: {by: rank, pays: {a: 1万元, b: "sum(cost over projects where cost > 1元)"}}}
  grown:
    for_each: year
    eligible: "revenue of last year > 0元 and growth(revenue) > 10%"
    award: up to 3万元
combine:
  - elect_one: {of: [grant, tiered], per: firm}
cases:
  - name: spending
    year: 2024
    facts:
      spending: 6万元
      rank: a
      projects: [{name: x, cost: 1万元, family: red, started_on: 2023-01-01}]
      received: [{award: p/grant, project: x, amount: 1元, year: 2022}]
    readings: {whose: firm}
    assume: {rate: 50%}
    expect: {tiered: 1万元}
"""
CASES = """\
language: 1
cases:
  - name: 另一个
    year: 2024
    facts: {投入: 1元, spending: , outside: 0元}
    assume: {"p/rate": 20%}
    expect: {tiered: ineligible}
"""


def stock(folder: Path, policy: str = POLICY, vocabulary: str = VOCABULARY, cases: str | None = None) -> Path:
    """A folder of rules."""
    root = folder / "rules"
    files = {"vocabulary/facts.yaml": vocabulary, "p/policy.yaml": policy}
    if cases is not None:
        files["p/cases.yaml"] = cases
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root
