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
    "uses.unknown": (
        "no fact, record, option, figure, reading, step, measure or document is called {name}",
        "perhaps: {near}",
    ),
    "uses.several": ("{name} can mean {count} things", "say which one: {names}"),
    "rename.kind": (
        "{name} cannot be renamed by this command",
        "what can be renamed: {kinds}; change other names in the rule files themselves",
    ),
    "rename.word": (
        "{name} cannot be a name",
        "use letters (Chinese will do), digits and _, a letter first, and no word of rules or profiles",
    ),
    "rename.fixed": (
        "the program itself knows this fact as {name}, so it cannot be renamed",
        "to change what people read, change its zh: and en:",
    ),
    "rename.same": ("the old name and the new one are both {name}", "choose another name"),
    "rename.taken": ("{name} already means something: {other}", "choose another name"),
    "rename.shared": (
        "{name} also stands in this file, outside the folders given; other rules may use it",
        "give the folder that holds all rules and their vocabulary with --rules",
    ),
    "rename.unlike": (
        "{name} is not written here as it is read (with escapes, or broken over two lines)",
        "write the name in one piece and without escapes first",
    ),
    "rename.both": (
        "{name} means {a} here, and {b} as well",
        "renaming one of them would break this place; rewrite it first, for example by giving one of them another name",
    ),
    "rename.breaks": (
        "with the name {name} the rules would not load; what follows are the errors that there would be. No file was changed",
        "choose another name, or rewrite those places first",
    ),
    "rename.meaning": (
        "with the name {name} this would no longer mean what it means now ({other})",
        "choose another name",
    ),
    "rename.unwritable": (
        "this file cannot be written: {why}; every file is as it was",
        "check that you may write it and that the disk is not full",
    ),
    "rename.changed": ("this file was changed since it was read; every file is as it was", "run the command again"),
}

TEXTS = {
    "period.replaced": "{start} to {end}, then replaced by {policy}",
    "period.lapsed_by": "from {start}; ended, the day is not published, by {end} at the latest (then replaced by {policy})",
    "table.other_edition": "In force on {date} is {edition}; measures of {policy} ({period}) that are not listed: {count}.",
    "show.replaces": "replaces {policy}",
    "help.uses": "Find where a name is used",
    "help.used_name": "name of a fact, record, option, figure, reading, step, measure or document; with its kind before it where it is ambiguous, as in fact:projects.kind",
    "help.rename": "Rename a fact, figure, reading or step in all rules, cases and the vocabulary",
    "help.old_name": "the present name",
    "help.new_name": "the new name",
    "help.write_names": "write the files; without it the lines that would change are shown",
    "uses.head": "{name}{labels}: used in {count} places",
    "uses.labels": " ({labels})",
    "uses.declared": "declared",
    "uses.rules": "rules of {policy}",
    "uses.cases": "cases of {policy}",
    "uses.vocabulary": "definitions of the vocabulary",
    "uses.none": "Nothing uses it.",
    "uses.line": "  {place}: {line}",
    "rename.written": "Files written: {count}. {name} is now called {new}.",
    "rename.not_written": "Files that would change: {count}. Nothing is written yet; --write writes them.",
    "rename.left": "Comments and sentences still say {name}: {places}",
    "rename.assumed": "Assumptions files are no part of the rules: rename {name} in yours.",
}
