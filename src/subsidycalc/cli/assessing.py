"""``evaluate`` and ``explain``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ..diagnostics import Faults, Place, Report, nearest, say, unfit
from . import common as c

FORMATS = ("table", "json", "markdown")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("evaluate", help=c.help_("evaluate"))(evaluate)
    app.command("explain", help=c.help_("explain"))(explain)


def evaluate(
    profile: c.Profile,
    form: Annotated[str, typer.Option("--format", help=c.help_("format"), metavar="|".join(FORMATS))] = "table",
    rules: c.Rules = None,
    assume: c.Assume = None,
    reading: c.Readings = None,
    all_readings: Annotated[bool, typer.Option("--all-readings", help=c.help_("all_readings"))] = False,
    all_refused: Annotated[bool, typer.Option("--all-refused", help=c.help_("all_refused"))] = False,
    with_inputs: Annotated[bool, typer.Option("--with-inputs", help=c.help_("with_inputs"))] = False,
    year: c.Year = None,
    date: c.Date = None,
    presume: c.Presume = False,
    output: c.Output = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Assess a firm."""
    lang = c.spoken(lang)
    if form not in FORMATS:
        raise unfit("--format", form, ", ".join(FORMATS))
    if with_inputs and form != "json":
        raise c.fault("option.goes_with", "--with-inputs", name="--with-inputs", other="--format json")
    options: dict[str, Any] = {
        "year": c.judged(year),
        "date": date,
        "assume": list(assume or ()) or None,
        "presume": presume,
    }
    chosen = c.pairs(reading)
    source = c.profile(profile)
    book = c.rulebook(rules)
    assessment = book.assess_source(source, readings=chosen, **options)
    data = assessment.to_dict(lang=lang, with_inputs=with_inputs)
    if all_readings:
        from ..answers.by_reading import by_reading

        data["by_reading"] = by_reading(book, source, assessment, chosen, options, lang)
    c.deliver(_shown(data, form, lang, output, all_refused), output, lang)


def _shown(data: dict[str, Any], form: str, lang: str, output: str | None, all_refused: bool) -> str:
    if form == "json":
        return c.json_text(data)
    if form == "markdown":
        from ..present.markdown import markdown

        return markdown(data)
    from ..present.table import GROUPS, table

    text = table(data, columns=c.columns() if output is None else 80, all_refused=all_refused)
    return text if output else c.painted(text, [say(head, lang) for head in GROUPS.values()])


def explain(
    profile: c.Profile,
    measure: Annotated[str, typer.Argument(help=c.help_("measure"), metavar="MEASURE")],
    rules: c.Rules = None,
    assume: c.Assume = None,
    reading: c.Readings = None,
    year: c.Year = None,
    date: c.Date = None,
    presume: c.Presume = False,
    output: c.Output = None,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Tell how one award comes about."""
    from ..present.story import story

    lang = c.spoken(lang)
    book = c.rulebook(rules)
    files = list(assume or ()) or None
    assessment = book.assess_source(
        c.profile(profile), year=c.judged(year), date=date, assume=files, readings=c.pairs(reading), presume=presume
    )
    data = assessment.to_dict(lang=lang)
    award = find(data, measure)
    c.deliver(story(data, award, columns=c.columns() if output is None else 80), output, lang)


def find(data: dict[str, Any], word: str) -> dict[str, Any]:
    """The award that a word names: by id, by the measure's name, or by title."""
    awards: list[dict[str, Any]] = data["awards"]
    for award in awards:
        if word in (award["id"], award["measure"], award["title"]):
            return award
    report = Report()
    editions = {i: made for made in data["other_editions"] for i in made["measures"]}
    other = next((made for i, made in editions.items() if word in (i, i.partition("/")[2])), None)
    known = [a["measure"] for a in awards] + [a["id"] for a in awards] + [a["title"] for a in awards]
    if any(word in (i, i.partition("/")[2]) for i in data["not_concerning"]):
        report.add("option.not_concerning", Place("MEASURE"), name=word)
    elif any(word in (i, i.partition("/")[2]) for i in data["not_in_force"]):
        report.add("option.not_in_force", Place("MEASURE"), name=word, date=data["date"])
    elif other is not None:
        report.add(
            "option.other_edition",
            Place("MEASURE"),
            name=word,
            date=data["date"],
            edition=other["edition"],
            policy=other["policy"],
            period=other["in_force"],
        )
    else:
        near = nearest(word, known)
        report.add(
            "option.unknown_measure",
            Place("MEASURE"),
            name=word[:80],
            near=near[0] if near else ", ".join(known[:6]),
        )
    raise Faults(report.found)
