"""What is wrong with a result that is read back, and the way out, in English."""

RESULTS = {
    "option.goes_with": ("{name} goes with {other} alone", "add {other}, or leave {name} out"),
    "result.no_json": (
        "this is no JSON: {problem}",
        "give a file that subsidycalc evaluate … --format json has written",
    ),
    "result.format": (
        'this is no assessment that this program reads: its format is "{found}", not "{known}"',
        "give a file that subsidycalc evaluate … --format json has written",
    ),
    "result.missing": (
        "the key {name} is missing here",
        "make the file anew with subsidycalc evaluate … --format json; results are not written by hand",
    ),
    "result.shape": (
        "{wanted} is needed here",
        "make the file anew with subsidycalc evaluate … --format json; results are not written by hand",
    ),
    "result.twice": (
        "{name} stands here a second time",
        "make the file anew with subsidycalc evaluate … --format json; results are not written by hand",
    ),
    "result.no_inputs": (
        "the result does not carry what it was computed from",
        "make it anew with subsidycalc evaluate PROFILE --format json --with-inputs",
    ),
    "result.others": (
        "the result was made with other rules or with another version of the program: {what}",
        "give the rules that it was made with: --rules PATH",
    ),
    "option.not_in_force": (
        "{name} is not in force on {date}",
        "give another year or day with --year or --date; subsidycalc show tells when it is in force",
    ),
    "profile.changed": (
        "the profile was changed after it had been assessed",
        "ask for with_inputs before changing it, or assess a copy",
    ),
    "extra.missing": ("this needs {module}, which is not installed", "run: pip install 'subsidycalc[{extra}]'"),
}
