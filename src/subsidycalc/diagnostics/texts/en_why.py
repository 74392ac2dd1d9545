"""The pages of errors: their headings, and what is wrong with asking for one, in English."""

TEXTS = {
    "help.why": "The page of an error: what it means, an example, and the example mended.",
    "help.why_codes": "numbers of errors such as SC012; without one, the first line of every page",
    "why.wrong": "Wrong",
    "why.mended": "Right",
    "why.in_file": "{what}, in {file}:",
    "why.saved_as": "{what}, in {file}, saved as {saved_as}:",
    "why.before": "Typed before:",
    "why.alone": "{what}:",
    "why.beside": "With this, in {file}:",
    "why.typed": "Typed:",
    "why.python": "In Python:",
    "why.message": "The program says:",
    "why.more": "More about an error: subsidycalc why {code}",
    "why.doc_title": "Errors",
    "why.doc_intro": (
        "Every error and finding that the program reports, with an example that makes it occur and the example mended. "
        "`subsidycalc why SC012` prints one page. The messages here are what the program says; tests make every example "
        "occur. This page is made from `src/subsidycalc/diagnostics/pages/`: change the pages there. **All figures are "
        "invented examples.**"
    ),
    "why.doc_base": "The files that the examples start from",
    "why.doc_base_intro": (
        "An example shows the lines that are changed in one of these files, below the keys that hold them, or that are "
        "put at its end. Commands run in the folder that has `rules/` and `firm.yaml`."
    ),
}
ERRORS = {
    "option.unknown_code": ("there is no error {name}", "nearest: {near}; subsidycalc why lists them all"),
}
