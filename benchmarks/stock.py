"""Rule books of the size of a city's stock of policies, and awards that combine over many records. All made up."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

YEAR = 2024
PACK = 200
"""Measures of one policy."""

_VOCABULARY = """language: 1
trees:
  places:
    here: {zh: 本市, en: here, options: {north: {zh: 北区, en: north}, south: {zh: 南区, en: south}}}
    elsewhere: {zh: 外地, en: elsewhere}
facts:
  registered_in: {zh: 注册地, en: place of registration, type: choice, options: places}
  applicant: {zh: 申请主体, en: applicant, type: choice, options: {firm: 企业, institution: 机构}}
  headquarters: {zh: 总部企业, en: headquarters, type: yes/no}
  platform: {zh: 平台型企业, en: platform firm, type: yes/no}
  revenue: {zh: 营业收入, en: revenue, type: money}
  investment: {zh: 投资, en: investment, type: money}
records:
  projects:
    zh: 项目
    en: projects
    one: project
    facts:
      grant: {zh: 补助, en: grant, type: money}
      interest: {zh: 贴息, en: interest, type: money}
"""
_MEASURE = """  m{number}:
    title: {{zh: 措施{number}, en: measure {number}}}
    {applicant}for_each: year
    eligible: [headquarters, platform, revenue >= {bound}万元]
    award: {{share: {{of: investment, rate: 30%}}, at_most: 3000万元 per firm and year}}
"""
_ELSEWHERE, _LATER, _OTHERS = (
    ("elsewhere", "2022", ""),
    ("here", "2030", ""),
    ("here", "2022", "applicant: institution\n    "),
)
FIRM = {
    "registered_in": "north",
    "headquarters": "yes",
    "platform": "yes",
    "revenue": "5000万元",
    "investment": "2000万元",
}


def write_stock(folder: Path, near: int, packs: int) -> None:
    """A book of some policies: the first ``near`` concern the firm, the rest another place, period or applicant."""
    _write(folder / "vocabulary" / "facts.yaml", _VOCABULARY)
    for number in range(packs):
        far = (_ELSEWHERE, _LATER, _OTHERS)[number % 3]
        place, start, applicant = ("here", "2022", "") if number < near else far
        head = f"language: 1\npolicy: p{number:03d}\nplace: {place}\n"
        head += f"in_force: {{from: {start}-01-01, until: unpublished}}\nmeasures:\n"
        body = "".join(_MEASURE.format(number=i, bound=i + 1, applicant=applicant) for i in range(PACK))
        _write(folder / f"p{number:03d}" / "policy.yaml", head + body)


def write_election(folder: Path, records: int) -> None:
    """Two awards for each project of which one is received, one of them under a ceiling over all projects."""
    _write(folder / "vocabulary" / "facts.yaml", _VOCABULARY)
    _write(
        folder / "p" / "policy.yaml",
        "language: 1\npolicy: p\nin_force: {from: 2022-01-01, until: unpublished}\nmeasures:\n"
        "  grants: {for_each: [projects, year], award: grant}\n"
        "  interests: {for_each: [projects, year], award: interest}\n"
        "combine:\n"
        "  - elect_one: {of: [grants, interests], per: project and year}\n"
        f"  - joint_cap: {{of: [grants], at_most: {records * 250}万元, per: firm and year}}\n",
    )


def projects(count: int, seed: int) -> dict[str, Any]:
    """A firm with some projects; amounts up to 1,000万元, to the 分."""
    random = Random(seed)

    def amount() -> str:
        yuan, fen = divmod(random.randrange(1, 10**9), 100)
        return f"{yuan}.{fen:02d}元"

    listed = [{"name": f"project {i}", "grant": amount(), "interest": amount()} for i in range(count)]
    return {"projects": listed}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
