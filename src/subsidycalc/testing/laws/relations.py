"""Relations between answers that need no oracle. Each raises ``Broken`` where it does not hold."""

from __future__ import annotations

from typing import Any

from ...answers.assess import RuleBook
from ...diagnostics import Faults
from ...language.source import read_text
from ...rulebook.vocabulary import APPLICANT
from ..editing import Raised, raised_caps
from ..extra import missing
from ..files import RuleFiles
from ..given import Given
from .ranges import pairs
from .subject import Breach, Broken, Subject, Witness, fen, shown

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn
except ModuleNotFoundError as error:
    raise missing(error) from None

PAYS = 123_456
"""What the unrelated measure pays, in 分."""
SAME = ("status", "low", "high", "final", "counted", "causes", "lost_to")
"""What of an award must stay as it was."""


def raising_a_cap(subject: Subject, draw: DrawFn) -> None:
    """Raising a cap never lowers the award's own range nor, where no measure reads its amount, the total."""
    caps = subject.changed.setdefault("caps", raised_caps(subject.files))
    if not caps:
        return
    index = draw(st.integers(0, len(caps) - 1))
    made = _raised(subject, index, caps[index])
    if made is None:
        return
    what, files, rules = made
    given = subject.somewhat(draw)
    before, after = subject.assess(given), given.assess(rules).to_dict()
    witnesses = (Witness("before", given), Witness("after", given, files))
    held = [(id_, one, other) for id_, one, other in pairs(before, after) if id_ == caps[index].measure]
    if not _amounts_are_read(subject.files):
        held.append(("total", before["total"], after["total"]))
    for name, one, other in held:
        if not _at_least(other["low"], one["low"]) or not _at_least(other["high"], one["high"]):
            params = {"what": name, "cap": what, "before": shown(one), "after": shown(other)}
            raise Broken(Breach("laws.lowered", params, witnesses))


def unrelated_measure(subject: Subject, draw: DrawFn) -> None:
    """A measure that has to do with no other changes nothing but the total, by what it pays itself."""
    if "unrelated" not in subject.changed:
        files = _with_unrelated(subject)
        subject.changed["unrelated"] = files, files.load()
    files, rules = subject.changed["unrelated"]
    given = subject.somewhat(draw)
    before, after = subject.assess(given), given.assess(rules).to_dict()
    known = {award["id"] for award in before["awards"]}
    own = [award for award in after["awards"] if award["id"] not in known]
    _same(before, after, sum(fen(award["low"]) or 0 for award in own), given, files)


def reordering_records(subject: Subject, draw: DrawFn) -> None:
    """The order of records, and of anything else in a profile, changes no award and no total."""
    given = subject.somewhat(draw)
    profile: dict[str, Any] = {}
    for key in draw(st.permutations(list(given.profile))):
        value = given.profile[key]
        ordered = isinstance(value, list) and key in subject.rules.book.vocabulary.records
        profile[key] = draw(st.permutations(value)) if ordered else value
    shuffled = given._replace(profile=profile)
    _compare(subject.assess(given), subject.assess(shuffled), 0, (Witness("before", given), Witness("after", shuffled)))


def _same(before: Any, after: Any, more: int, given: Given, files: RuleFiles) -> None:
    _compare(before, after, more, (Witness("before", given), Witness("after", given, files)))


def _compare(before: Any, after: Any, more: int, witnesses: tuple[Witness, ...]) -> None:
    """Every award stays as it was, and the total too but for what comes on top."""
    for what, one, other in pairs(before, after):
        if any(_told(one, key) != _told(other, key) for key in SAME):
            params = {"what": what, "before": _shown(one), "after": _shown(other)}
            raise Broken(Breach("laws.changed", params, witnesses))
    one, other = before["total"], after["total"]
    ends = [(fen(one[key]), fen(other[key])) for key in ("low", "high")]
    if any((None if a is None else a + more) != b for a, b in ends):
        params = {"what": "total", "before": shown(one), "after": shown(other)}
        raise Broken(Breach("laws.changed", params, witnesses))


def _told(award: dict[str, Any], key: str) -> Any:
    """A part of an award; causes are told in the order of the records."""
    value = award.get(key)
    return sorted(map(str, value)) if isinstance(value, list) else value


def _shown(award: dict[str, Any]) -> str:
    return f"{award['status']}, {shown(award)}"


def _at_least(other: str | None, one: str | None) -> bool:
    """Whether an end of a range has not come down; ``None`` is no bound."""
    if other is None or one is None:
        return other is None
    return (fen(other) or 0) >= (fen(one) or 0)


def _raised(subject: Subject, index: int, cap: Raised) -> tuple[str, RuleFiles, RuleBook] | None:
    """The rules with a cap raised; ``None`` where they do not load, as with one cap that must hold another."""
    key = "raised", index
    if key not in subject.changed:
        edit = cap.change()
        try:
            subject.changed[key] = edit.what, edit.files, edit.files.load()
        except Faults:
            subject.changed[key] = None
    found: tuple[str, RuleFiles, RuleBook] | None = subject.changed[key]
    return found


def _amounts_are_read(files: RuleFiles) -> bool:
    """Whether some measure reads what another comes to."""
    return any("amount(" in str(read_text(files.texts[name], name).data) for name in files.policies())


def _with_unrelated(subject: Subject) -> RuleFiles:
    """The rules with a policy of one measure that everybody gets."""
    id_ = "unrelated"
    while id_ in subject.rules.book.policies or f"{id_}/policy.yaml" in subject.files.texts:
        id_ += "-1"
    declared = subject.rules.book.vocabulary.facts.get(APPLICANT)
    options = declared.type.options if declared is not None else None
    applicants = f"    applicant: [{', '.join(sorted(options.all))}]\n" if options is not None else ""
    text = (
        f"language: 1\npolicy: {id_}\nin_force: {{from: 1900-01-01, until: unpublished}}\n"
        f"measures:\n  {id_}:\n    title: {id_}\n    for_each: year\n{applicants}"
        f"    award: {PAYS // 100}.{PAYS % 100:02d}元\n"
    )
    return subject.files.replaced(f"{id_}/policy.yaml", text)
