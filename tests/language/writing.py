"""Small rule files for tests: written, loaded, and answered in one line."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

import subsidycalc
from subsidycalc import RuleBook
from subsidycalc.answers.plan import STATUS
from subsidycalc.values.quantities import money_text

VOCABULARY = """
language: 1
trees:
  places:
    city: {zh: 市, en: city, options: {east: {zh: 东区, en: east}, west: {zh: 西区, en: west}}}
    elsewhere: {zh: 外地, en: elsewhere}
facts:
  registered_in: {zh: 注册地, en: place of registration, type: choice, options: places}
  founded_in: {zh: 成立年份, en: founding year, type: whole}
  field:
    {zh: 领域, en: field, type: choices, options: {sensors: {zh: 传感器, en: sensors}, optics: {zh: 光学, en: optics}}}
  rank: {zh: 等级, en: rank, type: choice, options: {a: {zh: 甲, en: a}, b: {zh: 乙, en: b}, c: {zh: 丙, en: c}}}
  spending: {zh: 投入, en: spending, type: money, at_least: 0元}
  outside: {zh: 外部资金, en: outside money, type: money, at_least: 0元}
  revenue: {zh: 营业收入, en: revenue, type: money, per: year, at_least: 0元}
  output: {zh: 产值, en: output, type: money, per: year, at_least: 0元}
  quarterly: {zh: 季度产值, en: quarterly output, type: money, per: quarter, at_least: 0元}
  staff: {zh: 人数, en: staff, type: whole, at_least: 0}
  share_held: {zh: 持股, en: share held, type: rate}
  certified: {zh: 已认定, en: certified, type: yes/no}
  listed: {zh: 已上市, en: listed, type: yes/no, presume: no}
  opened_on: {zh: 开业日, en: opened on, type: date}
  profit: {zh: 利润, en: profit, type: money, at_least: none}
records:
  projects:
    zh: 项目
    en: projects
    one: {id: project, zh: 项目, en: project}
    facts:
      cost: {zh: 费用, en: cost, type: money, at_least: 0元}
      family: {zh: 系列, en: family, type: choice, options: {red: {zh: 红, en: red}, blue: {zh: 蓝, en: blue}}}
      started_on: {zh: 开始日, en: started on, type: date}
      national: {zh: 国家项目, en: national, type: yes/no}
  loans:
    zh: 贷款
    en: loans
    one: {id: loan, zh: 贷款, en: loan}
    belongs_to: projects
    facts:
      principal: {zh: 本金, en: principal, type: money, at_least: 0元}
      interest: {zh: 利息, en: interest, type: money, per: year, at_least: 0元}
"""
IN_FORCE = "in_force: {from: 2020-01-01, until: unpublished}"
NEW = "in_force: {from: 2024-01-01, until: unpublished}"
"""In force since the year that is judged unless a test says otherwise: nothing can have been received before."""


def policy(measures: Mapping[str, str], *, head: str = "", in_force: str = IN_FORCE) -> str:
    """The text of a policy ``p`` with some measures, each given as the text below its name."""
    text = f"language: 1\npolicy: p\n{in_force}\n{head}\nmeasures:\n"
    for name, body in measures.items():
        text += f"  {name}:\n{indent(body.strip(chr(10)), '    ')}\n"
    return text


def written(folder: Path, text: str, *, vocabulary: str = VOCABULARY) -> Path:
    """A folder of rules with its own vocabulary and one policy."""
    root = folder / "rules"
    for name, content in (("vocabulary/facts.yaml", vocabulary), ("p/policy.yaml", text)):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return root


def loaded(folder: Path, text: str, *, vocabulary: str = VOCABULARY) -> RuleBook:
    """A rule book of one policy."""
    return subsidycalc.load(written(folder, text, vocabulary=vocabulary))


def one(folder: Path, body: str, *, head: str = "", in_force: str = IN_FORCE) -> RuleBook:
    """A rule book of one measure ``m``."""
    return loaded(folder, policy({"m": body}, head=head, in_force=in_force))


def awarding(folder: Path, award: str, *, head: str = "") -> RuleBook:
    """A rule book of one measure of which only the award is of interest."""
    return one(folder, f"award:\n{indent(award.strip(chr(10)), '  ')}", head=head, in_force=NEW)


def answer(rules: RuleBook, facts: Mapping[str, Any], *, measure: str = "m", year: int = 2024, **options: Any) -> str:
    """Status and range in one line: ``eligible 30万元``, ``undetermined 0元 to 30万元``, ``ineligible``."""
    assessment = rules.assess(facts, year=year, **options)
    result = next(r for r in assessment.results if r.plan.measure.name == measure)
    status = STATUS[result.status]
    if status == "ineligible":
        assert (result.low, result.high) == (0, 0)
        return status
    low = money_text(result.low, "zh")
    if result.high is None:
        return f"{status} {low} or more"
    high = money_text(result.high, "zh")
    return f"{status} {low}" if low == high else f"{status} {low} to {high}"


def causes(rules: RuleBook, facts: Mapping[str, Any], *, year: int = 2024, **options: Any) -> set[tuple[str, str]]:
    """Kind and id of what keeps the first award from being definite."""
    data = rules.assess(facts, year=year, **options).to_dict()
    return {(c["cause"], c["id"]) for c in data["awards"][0]["causes"]}
