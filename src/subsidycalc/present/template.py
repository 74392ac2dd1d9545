"""A commented profile to fill in, made from the vocabulary."""

from __future__ import annotations

from ..diagnostics import say, text_of
from ..rulebook.vocabulary import FactDecl, Vocabulary
from ..tree import types as t

_SAMPLES = {
    t.MONEY: "1000万元",
    t.RATE: "30%",
    t.RATIO: "150%",
    t.NUMBER: "1.5",
    t.WHOLE: "100",
    t.BOOL: "yes",
    t.DATE: "2024-06-30",
    t.TEXT: "…",
}
_PERIODS = {"year": "2024", "quarter": "2024Q1", "month": "2024-01"}


def profile_template(vocabulary: Vocabulary, lang: str) -> str:
    """Every fact as a comment with its label, question and an example; a valid profile once comments are taken away."""
    lines = [f"# {say(f'template.{k}', lang)}" for k in ("head", "money", "records")]
    lines += ["name: …", "year: 2024"]
    for fact in vocabulary.facts.values():
        lines += _fact(fact, lang, "# ")
    for record in vocabulary.records.values():
        lines += ["", f"# {record.label[lang]}", f"# {record.name}:", "#   - name: …"]
        if record.parent is not None:
            lines.append(f"#     {vocabulary.records[record.parent].one}: …")
        for fact in record.facts.values():
            lines += _fact(fact, lang, "#     ")
    return "\n".join([*lines, "", f"# {say('template.received', lang)}", "# received: []"]) + "\n"


def _fact(fact: FactDecl, lang: str, indent: str) -> list[str]:
    note = text_of(fact.ask, lang) if fact.ask else ""
    if fact.found_in:
        note += f" ({text_of(fact.found_in, lang)})"
    value = str(fact.example) if isinstance(fact.example, str) else _sample(fact)
    if fact.per is not None:
        value = f"{{{_PERIODS[fact.per]}: {value}}}"
    label = fact.title(lang)
    return [f"{indent}{fact.name}: {value}    # {label}{'. ' + note if note else ''}".rstrip()]


def _sample(fact: FactDecl) -> str:
    options = fact.type.options
    if options is None:
        return _SAMPLES[fact.type.kind]
    first = next(iter(options), "…")
    return f"[{first}]" if fact.type.kind == t.CHOICES else first
