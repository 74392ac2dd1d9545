"""Editions of policies, uses of names and renaming, in English."""

ERRORS = {
    "edition.unknown": (
        "policy {name}, which this one is to replace, is not loaded",
        "write the name of the policy that it replaces, such as: {near}; if it lies elsewhere, load it as well",
    ),
    "edition.two": (
        "{name} is already replaced by {first} ({file})",
        "a policy has one successor: delete one of the two lines; a later edition names the one just before it",
    ),
    "edition.cycle": ("these policies replace one another in a circle: {cycle}", "delete replaces: from the earliest"),
    "edition.order": (
        "this edition starts on {start}, which is not after {name}, which it replaces, starts ({first})",
        "check the first days of both, and which of them replaces the other",
    ),
    "option.other_edition": (
        "{name} belongs to another edition: on {date} {edition} is in force",
        "choose a day on which {policy} is in force ({period}) with --date, or ask for a measure of {edition}",
    ),
    "name.renamed": ("{word} is called {new} now", "write {new}; the old name still serves in profiles and cases"),
    "fact.was_taken": (
        "{old} cannot be a former name of {name}: {other} is called so",
        "delete it here, or rename {other}: in an old profile {old} can mean one fact only",
    ),
}

TEXTS = {
    "period.replaced": "{start} to {end}, then replaced by {policy}",
    "period.lapsed_by": "from {start}; ended, the day is not published, by {end} at the latest (then replaced by {policy})",
    "table.other_edition": "In force on {date} is {edition}; measures of {policy} ({period}) that are not listed: {count}.",
    "show.replaces": "replaces {policy}",
}
