"""What is wrong with clauses on how measures combine, in English."""

ERRORS = {
    "clause.one_word": (
        "a clause has one of the words {known}; found here: {found}",
        "write one clause an entry, as in - elect_one: {{of: [a, b], per: firm}}",
    ),
    "clause.per": (
        "no record or choice is called {word}",
        "say per what the clause holds: {known}, or a choice or text that the records have",
    ),
    "clause.if": (
        "the clause hangs on nothing",
        "name a reading and say yes or no for each option, as in if: {{reading: directions, one: yes, several: no}}",
    ),
    "clause.twice": ("{name} stands in the clause twice", "a measure belongs to one group; delete one of the two"),
    "clause.few": ("{word} needs two or more to choose between", "name another measure, or delete the clause"),
    "clause.selector": (
        "this selects nothing",
        "write {{level: city}}, {{support: grant}} or both, or the name of a measure",
    ),
    "clause.member": ("there is no measure {name}", "it may be one of: {near}; other packs' are written pack/measure"),
    "clause.needs": ("all or any is wanted, with a list", "write a name, {{all: [a, b]}} or {{any: [a, b]}}"),
    "clause.not_per": (
        "{measure} is not given for anything that has a {word}",
        "widen the scope, for instance to firm, or leave the measure out",
    ),
    "clause.cycle": (
        "these wait for one another: {cycle}",
        "take one of the clauses out: what is needed and what comes first must not depend on what follows",
    ),
    "clause.crossing": (
        "two ceilings cross: {a} and {b} have members in common, and neither lies inside the other",
        "make the members and the scope of one hold those of the other, or leave the common members out of one",
    ),
    "clause.too_many": (
        "{clause}: more than {most} possible choices for this firm",
        "the answer would take too long; split the election, or leave out awards of which the firm is sure not to want",
    ),
    "clause.empty": ("no measure is named here", "name at least one, or delete the key"),
}
LATER = {"clause.word": ("nothing here has the {name} {word}", "did you mean {near}?")}
