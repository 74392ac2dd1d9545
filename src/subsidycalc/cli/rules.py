"""``check``, ``test``, ``list`` and ``show``: for those who keep rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..diagnostics import Faults, Place, Report, nearest, render, say, unfit
from . import common as c

if TYPE_CHECKING:
    from ..answers.assess import RuleBook

Paths = Annotated[list[str] | None, typer.Argument(help=c.help_("rules"), metavar="[RULES]...")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("check", help=c.help_("check"))(check)
    app.command("test", help=c.help_("test"))(test)
    app.command("list", help=c.help_("list"))(list_)
    app.command("show", help=c.help_("show"))(show)


def check(paths: Paths = None, rules: c.Rules = None, lang: c.Lang = c.SPOKEN) -> None:
    """Load rules and report."""
    lang = c.spoken(lang)
    book = c.rulebook([*(paths or ()), *(rules or ())]).book
    policies = book.policies.values()
    sys.stdout.write(
        say(
            "check.ok",
            lang,
            packs=len(policies),
            measures=len(book.measures()),
            figures=sum(len(p.figures) for p in policies),
            gaps=sum(len(p.gaps) for p in policies),
            cases=len(book.cases),
        )
        + "\n"
    )
    if not book.findings:
        sys.stdout.write(say("check.none", lang) + "\n")
        return
    sys.stdout.write(say("check.findings", lang, count=len(book.findings)) + "\n")
    for finding in book.findings:
        sys.stdout.write(render(finding, lang) + "\n")
    raise c.Stop(c.FOUND)


def test(
    paths: Paths = None,
    rules: c.Rules = None,
    laws: Annotated[bool, typer.Option("--laws", help=c.help_("laws"))] = False,
    examples: Annotated[str, typer.Option("--examples", help=c.help_("examples"), metavar="N")] = "100",
    seed: Annotated[str, typer.Option("--seed", help=c.help_("seed"), metavar="N")] = "0",
    output_failures: Annotated[
        str, typer.Option("--output-failures", help=c.help_("output_failures"), metavar="DIR")
    ] = "law-failures",
    boundaries: Annotated[bool, typer.Option("--boundaries", help=c.help_("boundaries"))] = False,
    write: Annotated[bool, typer.Option("--write", help=c.help_("write"))] = False,
    mutate: Annotated[bool, typer.Option("--mutate", help=c.help_("mutate"))] = False,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Run the cases of rules, check the laws of ranges, make cases at thresholds, or see what the cases protect."""
    lang = c.spoken(lang)
    if write and not boundaries:
        raise c.fault("option.goes_with", "--write", name="--write", other="--boundaries")
    if laws + boundaries + mutate > 1:
        given = [name for name, on in (("--laws", laws), ("--boundaries", boundaries), ("--mutate", mutate)) if on]
        raise unfit("test", " ".join(given), say("list.or", lang).join(given))
    folders = [*(paths or ()), *(rules or ())]
    book = c.rulebook(folders)
    if boundaries:
        from . import boundaries as made

        made.boundaries(book, folders, write=write, lang=lang)
    elif mutate:
        from . import mutation as changing

        changing.mutate(book, lang)
    elif laws:
        _laws(book, c.counted("--examples", examples, 1), c.counted("--seed", seed, 0), output_failures, lang)
    else:
        _cases(book, lang)


def _laws(book: RuleBook, examples: int, seed: int, output: str, lang: str) -> None:
    from ..testing import laws

    try:
        report = laws.check(book, examples=examples, seed=seed, output=output)
    except OSError as error:
        raise c.unwritable("--output-failures", error, output) from None
    sys.stdout.write(say("laws.title", lang, count=len(report.results), examples=examples, seed=seed) + "\n")
    for result in report.results:
        name = say(f"laws.name_{result.law}", lang)
        sys.stdout.write(say("laws.fails" if result.failure else "laws.holds", lang, law=name) + "\n")
    for failure in report.failures:
        sys.stdout.write(failure.sentence(lang) + "\n")
        sys.stdout.writelines(say("laws.replay", lang, command=command) + "\n" for command in failure.commands)
    if not report.passed:
        raise c.Stop(c.FOUND)


def _cases(book: RuleBook, lang: str) -> None:
    from ..workbench.cases import run_cases
    from . import boundaries as made

    report = run_cases(book)
    failed = [o for o in report.outcomes if not o.passed]
    count = len(report.outcomes)
    key = "test.failed" if failed else "test.passed"
    sys.stdout.write(say(key, lang, count=count, failed=len(failed)) + "\n")
    made.failed(failed, lang)
    if report.waiting:
        sys.stdout.write(say("test.waiting", lang, count=report.waiting) + "\n")
    if report.untouched:
        sys.stdout.write(say("test.untouched", lang, count=len(report.untouched)) + "\n")
        sys.stdout.writelines(f"  {name}\n" for name in report.untouched)
    else:
        sys.stdout.write(say("test.touched", lang) + "\n")
    if failed:
        raise c.Stop(c.FOUND)


def list_(rules: c.Rules = None, lang: c.Lang = c.SPOKEN) -> None:
    """List policies and measures."""
    from ..answers import describe
    from ..present.catalogue import listing

    lang = c.spoken(lang)
    c.deliver(listing(describe.listing(c.rulebook(rules).book, lang)), None, lang)


def show(
    measure: Annotated[str, typer.Argument(help=c.help_("measure"), metavar="MEASURE")],
    rules: c.Rules = None,
    kernel: Annotated[bool, typer.Option("--kernel", help=c.help_("kernel"))] = False,
    lang: c.Lang = c.SPOKEN,
) -> None:
    """Show a measure in words, or as the tree that it turns into."""
    from ..answers.describe import described
    from ..answers.kernel import kernel_form
    from ..present.catalogue import shown

    lang = c.spoken(lang)
    book = c.rulebook(rules).book
    found = [m for m in book.measures() if measure in (m.id, m.name)]
    if len(found) != 1:
        report = Report()
        names = (
            [m.id for m in found]
            or nearest(measure, [m.name for m in book.measures()])
            or [m.id for m in book.measures()]
        )
        report.add("option.unknown_measure", Place("MEASURE"), name=measure[:80], near=", ".join(names[:6]))
        raise Faults(report.found)
    text = kernel_form(book, found[0]) if kernel else shown(described(book, found[0], lang), c.columns())
    c.deliver(text, None, lang)
