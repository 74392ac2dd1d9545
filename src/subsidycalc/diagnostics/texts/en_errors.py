"""What is wrong, and the way out, in English."""

from . import en_boundaries, en_clauses, en_keeping, en_reference, en_results, en_units, en_why

ERRORS: dict[str, tuple[str, str]] = {
    "file.unreadable": ("the file cannot be read: {why}", "check the path and that you may open the file"),
    "file.folder": ("this is a folder; a file is needed", "give the path of one .yaml or .json file"),
    "file.large": ("the file has {size} bytes; the limit is {limit}", "split it into several files"),
    "file.empty": ("the file is empty", "write at least one entry, such as year: 2024, or give another file"),
    "file.bom": ("the file begins with an invisible byte order mark", 'save it as "UTF-8", not as "UTF-8 with BOM"'),
    "file.utf16": ("the file is in UTF-16, not UTF-8", 'save it again and choose "UTF-8" as its encoding'),
    "file.gbk": (
        "the file is in GBK (GB 18030), not UTF-8",
        'save it as UTF-8: in Excel or Notepad choose "UTF-8" when saving',
    ),
    "file.not_utf8": ("this character is not UTF-8", 'save the file again and choose "UTF-8" as its encoding'),
    "yaml.syntax": (
        "this is not valid YAML: {problem}",
        "check indentation, colons and quotation marks, here and on the line before",
    ),
    "yaml.tab": ("a tab stands where spaces belong", "replace the tab with spaces, two for each level"),
    "yaml.character": (
        "YAML does not allow this character ({sign})",
        "delete it; it may be invisible, so retype the text around it",
    ),
    "yaml.duplicate": ("{key} stands here a second time; the first is on line {line}", "keep one of the two"),
    "yaml.anchor": (
        "& and * at the start of a value (YAML anchors) are not allowed",
        "write the value out in full; if it is text that begins with & or *, put it in quotes",
    ),
    "yaml.tag": (
        "! at the start of a value (a YAML tag) is not allowed",
        "delete the word with !; if it is text that begins with !, put it in quotes",
    ),
    "yaml.documents": (
        "a second document begins here; a file holds only one",
        "delete the line ---, or move what follows to a file of its own",
    ),
    "yaml.deep": ("lists and mappings are nested more than {limit} deep", "use fewer levels"),
    "yaml.key": (
        "a key must be a plain word or number",
        "write key: value; put a key that begins with [ or {{ in quotes",
    ),
    "yaml.fullwidth_colon": (
        "a full-width colon (：) does not separate key and value",
        "write a half-width colon and a space, as in year: 2024",
    ),
    "yaml.comma_in_flow": (
        "a comma inside {{ }} ends the entry; {key} has no value",
        'put the whole expression or amount in quotes, as in {{2024: "3,000万元"}}, {{value: "min(a, b)"}} or {{en: "a label, with a comma"}}',
    ),
    "yaml.bracket_in_list": (
        "a {sign} inside an entry breaks the brackets around it apart",
        'put the entry in quotes, as in ["sector in [sensors, optics]"], or write one entry a line after -',
    ),
    "shape.unknown_key": ("there is no key {key} here", "the keys known here: {known}"),
    "shape.unknown_key_near": ("there is no key {key} here", "{near} may be meant; the keys known here: {known}"),
    "shape.missing_key": ("the key {key} is missing", "add a line {key}: …"),
    "shape.text_wanted": ("one text or value is needed here", "write it after the colon, without [ ] or {{ }}"),
    "shape.list_wanted": ("a list is needed here", 'write [one, two], or one entry a line after "- "'),
    "shape.map_wanted": ("keys with values are needed here", "write key: value, one a line and indented alike"),
    "shape.form": (
        "this has none of the forms that fit here",
        "compare it with the same key in the rules that come with the program",
    ),
    "language.version": (
        "the file says language: {found}; this program reads language: {known}",
        "write language: {known}, or use a version of the program that reads {found}",
    ),
    "quantity.none": ('"{text}" is no quantity', "write a number with its unit, such as 1.5亿元, 30% or 12个月"),
    "quantity.unit": (
        'the unit "{unit}" does not fit in {text}',
        "money: 元, 万元, 亿元; shares: %, ‰, 个百分点; "
        "time: 年, 个月, 天, in whole numbers (18个月, not 1.5年); areas: ㎡, 亩; foreign money: 美元, 欧元, 港元, 日元; "
        "台, 人, 月 where they are asked for; counts have no unit: 268",
    ),
    "quantity.too_long": ("{text}… has too many digits", "check the number; at most 36 digits are read"),
    "quantity.above_below": (
        "以上/以下 does not say whether the bound is included",
        "write {reached} if included (as the Civil Code, art. 1259, counts) or {exceeded} if not",
    ),
    "money.no_unit": ("money without a unit: {text}", "write {text}元 or {text}万元, whichever is meant"),
    "money.half_unit": ("{text} lacks the end of its unit", "write {offer}"),
    "money.finer_than_fen": ("{text} is finer than a fen (0.01元)", "round it to 0.01元"),
    "money.foreign": (
        "{text} is foreign money; amounts here are in yuan",
        "convert it at the exchange rate that the policy names, and write 元 or 万元",
    ),
    "money.not_money": ("{text} is no amount of money", "write an amount with its unit, such as 8200万元"),
    "money.plus_rate": (
        "money and a percentage cannot be added or subtracted",
        "say what the percentage is of: base + base × 10%, or base × 110%",
    ),
    "money.times_money": ("money times money means nothing", "one of the two must be a rate or a number"),
    "money.divides": (
        "only money can be divided by money",
        "check the order: rd_expense / annual_revenue gives a ratio, 12 / annual_revenue gives nothing",
    ),
    "rate.bare": (
        "a bare {text} is no rate",
        "write {percent} if {text} per cent is meant, {times} if it is {text} times",
    ),
    "rate.not_rate": ('"{text}" is no rate or ratio', "write 30%, 0.3 or 5‰; for a ratio also 1:0.5"),
    "rate.plus_percent": (
        "{text} added to a rate can mean two things",
        "write {points} for percentage points, or {times} for a relative rise",
    ),
    "number.plain": ("{text} has a unit; a plain number is needed", "write the number alone, such as 120"),
    "number.whole": ("{text} is no whole number", "write a number without decimals or unit, such as 120"),
    "truth.shape": ('"{text}" is neither yes nor no', "write yes or no (是 or 否)"),
    "text.shape": ("{text} is no text", "write one text, without [ ] or {{ }}"),
    "date.shape": ('"{text}" is no date', "write year-month-day, such as 2024-03-31"),
    "date.none": ("{text} is in no calendar", "check month and day"),
    "period.year": ('"{text}" is no year', "write four digits, such as 2024"),
    "period.quarter": ('"{text}" is no quarter', "write year and quarter, such as 2024Q1"),
    "period.month": ('"{text}" is no month', "write year and month, such as 2024-01"),
    "period.missing": (
        "{word} is given for each {per}; which one is meant?",
        "add it: {word} of 2024Q1 for a quarter, {word} of 2024-01 for a month",
    ),
    "period.no_series": (
        "{word} has no value for each period",
        "use it without a period or growth, or declare the fact with per: year",
    ),
    "period.no_start": ("the period has no first day", "add from:, as in {{from: 2024-01-01, to: 2026-12-31}}"),
    "period.of": (
        "counts does not say which date must lie in the period",
        "add of: with a date, such as of: completed_on",
    ),
    "period.two_ends": (
        "the period has two ends, to and until",
        "keep to for the last day inside, or until for the first day outside",
    ),
    "period.backwards": ("the period ends before it begins", "check from, to and until"),
    "expression.long": ("the expression has more than {limit} characters", "give parts of it a name under define:"),
    "expression.deep": ("the expression is nested more than {limit} deep", "give parts of it a name under define:"),
    "expression.ends": ("the expression breaks off: {text}", "finish it, or close what is open: ( ), [ ] or quotes"),
    "expression.sign": (
        "{sign} has no meaning in an expression",
        "known: + - × ÷ * / = != < <= > >= ( ) [ ] and the words and, or, not, in; "
        "put a name that has other signs in 「 」",
    ),
    "expression.word": (
        "{word} is not expected here",
        "an operator or a bracket may be missing before it; put a name of several words in 「 」",
    ),
    "expression.no_day_series": (
        "no fact is given for each day",
        "leave out on …; a year is named by of: annual_revenue of 2023",
    ),
    "name.unknown": (
        "nothing here is called {word}",
        "check the spelling; a new fact is declared under facts:, a new figure under figures:",
    ),
    "name.unknown_near": ("nothing here is called {word}", "did you mean {near}?"),
    "name.glued": ("no fact is called {word}", "if {glued} is meant as a connective, put spaces around it: {spaced}"),
    "name.of_record": (
        "{word} is known of each {one}, not of the firm",
        "use it in a measure with for_each: {records}, or look at all of them: sum({word} over {records})",
    ),
    "name.text_fact": (
        "{word} is free text; nothing can be judged or computed by it",
        "declare it as type: choice with options, or leave it out here",
    ),
    "name.cycle": ("this leads back to itself: {cycle}", "one link of the circle must go"),
    "name.taken": ("{name} is already the name of something else", "choose another name"),
    "name.unused": ("nothing uses {name}", "use it, or delete it"),
    "record.unknown": ("no kind of record is called {word}", "known and nearest: {near}"),
    "record.one": (
        "{name}: the word for a single one is missing",
        "add it, as in one: {{id: project, zh: 项目, en: project}}",
    ),
    "type.wanted": (
        "wanted here: {wanted}; found: {found}",
        "write something that yields {wanted}; an amount needs its unit: 500万元",
    ),
    "type.apart": (
        "{a} and {b} cannot be compared or combined",
        "check both sides; an amount needs its unit, such as 500万元",
    ),
    "type.no_order": (
        "less or more means nothing for {kind}",
        "ask for the value itself with = or in, as in sector in [sensors, optics]",
    ),
    "type.no_equality": (
        "= and != do not work with {kind}",
        "write >= or <=; for one exact value write both, as in x >= 500万元 and x <= 500万元",
    ),
    "type.no_members": (
        '"in" needs a choice or a date before it; found: {kind}',
        "for amounts write two bounds, as in x >= 100万元 and x <= 500万元",
    ),
    "type.no_number": ("nothing can be computed with {kind}", "use money, a number, a rate or a ratio"),
    "type.option_wanted": (
        "{word} is a choice; after = the name of one option is needed",
        "write {word} = option, or {word} in [one_option, another_option]",
    ),
    "type.choice_wanted": (
        "by needs a choice; found: {found}",
        "name a fact of type choice, or use table: with conditions",
    ),
    "type.window_wanted": (
        "a date can only be in the year, or in a period of the figures",
        "write in year, or declare the period: figures: {{first_call: {{from: 2024-01-01, to: 2024-06-30}}}}",
    ),
    "type.date_difference": (
        "two dates cannot be added or subtracted",
        "write years between A and B; also months between, days between",
    ),
    "function.arguments": (
        "{function}(…) cannot be used like this",
        "the forms are: min(a, b), max(a, b), growth(fact), increase(fact), "
        "sum(amount over projects where condition), count(projects where condition)",
    ),
    "choice.unknown": ("{word} is none of the options", "write an option, such as {near}; known: {options}"),
    "choice.twice": (
        "declared more than once: {option}",
        "each option stands in one place only; delete or rename the others",
    ),
    "tree.unknown": ("no tree of options is called {word}", "nearest: {near}; a new one is declared under trees:"),
    "fact.type": ("no type is called {word}", "write one of: {types}"),
    "fact.two_types": (
        "{name} is declared twice and differently: {first} and {second}",
        "give both the same type and per:, or rename one",
    ),
    "fact.reserved": ("{name} has a meaning of its own in a profile and cannot be a fact", "choose another name"),
    "fact.options": ("only a choice has options", "write type: choice (or choices), or delete options:"),
    "fact.options_missing": (
        "{name} is a choice without options",
        "add them, as in options: [small, medium, large], or the name of a tree",
    ),
    "fact.negative": ("{name} cannot be negative: {text}", "write 0 or more"),
    "fact.outside": (
        "{text} is outside what {name} can be: {allowed}",
        "check the number and its unit; at_least and at_most of the fact set the bounds",
    ),
    "fact.computed_differs": (
        "{name} is given as {given}, but the other entries make it {computed}",
        "delete {name}, for it is computed, or correct the entries that it follows from",
    ),
    "value.empty": ("there is no value here", "write one; for what the source does not publish, write unpublished"),
    "value.float": (
        "{text} is no exact value: it came as a Python float or bool",
        'give it as text with its unit, such as "8200万元" or "30%"',
    ),
    "value.fraction": ("the fraction {text} is not read here", 'give it as text, such as "33.33%", or as a Decimal'),
    "value.money": ("{text} is no amount of money", "write one amount with its unit, such as 8200万元"),
    "value.number": ("{text} is no number", "write one number, such as 12.5"),
    "value.whole": ("{text} is no whole number", "write one number without decimals, such as 120"),
    "value.rate": ("{text} is no rate", "write one percentage, such as 30%"),
    "value.ratio": ("{text} is no ratio", "write one ratio, such as 1:0.5 or 50%"),
    "value.date": ("{text} is no date", "write one date, such as 2024-03-31"),
    "value.one": ("{name} has one value, not a list", "write the value alone, without [ ]"),
    "value.no_series": ("{name} has one value, not one for each period", "write the value alone: {name}: …"),
    "value.series": (
        "{name} needs the period that it is for",
        'write {name}: {{{period}: "{value}"}} with the period that is meant',
    ),
    "range.order": ("the range ends below its start: {text}", "write the smaller value first, as in 5亿元 to 8亿元"),
    "unpublished.kind": (
        "what is unpublished here: an amount, a rate, a date?",
        "say it: {{unpublished: money}}; also rate, ratio, number, whole, points, date, yes/no",
    ),
    "gap.twice": (
        "two unpublished values would both be called {name}",
        "declare one of them under figures: with a name of its own, and use that name here",
    ),
    "between.order": (
        "the first bound of between is above the second",
        "write the smaller first, as in between 10万元 and 50万元",
    ),
    "dated.order": ("the dates under dated are not in rising order", "write the earliest first, and each date once"),
    "award.mechanism": (
        "one way to compute is needed here; found: {found}",
        "keep or write exactly one: value, {known}",
    ),
    "modifier.no_base": (
        "{word} has nothing to act on here",
        "base_less and base_at_most need share, match or another award with of:; plus needs a rate",
    ),
    "cap.bare": ("the cap does not say per what", "write one of: {offers}"),
    "cap.scope": (
        "a cap cannot be per {word} here",
        "write per one of {known}, or a fact (choice or text) of the records in for_each",
    ),
    "cap.scope_twice": ("the cap says per twice", "join the words with and, as in 500万元 per firm and year"),
    "cap.scope_inside": (
        "a cap per something cannot stand inside a value",
        "move at_most to the award itself; here only a plain amount can stand",
    ),
    "cap.below_floor": ("at_least is above at_most", "check the two; the floor cannot exceed the cap"),
    "rounding.unit": ("{unit} is no unit of money to round to", "write 分, 元, 千元 or 万元"),
    "rounding.way": ("{way} is no way of rounding", "write one of: {ways}"),
    "condition.one_key": (
        "a condition has exactly one key; found: {found}",
        "write one of all:, any:, not:, dated:; list several conditions after -",
    ),
    "word.unknown": ('"{word}" is not known here', "write one of: {options}"),
    "scale.bound": ("the bound {word} is not fixed", "write an amount or a published figure, such as 1亿元"),
    "scale.order": ("{word} is below the bound before it", "write the bounds from the smallest to the largest"),
    "scale.twice": ("the bound {word} stands twice", "each bound stands once; check the units"),
    "scale.empty": ("the scale has no tiers", "write at least one, as in {{1亿元: 10万元}}"),
    "grade.covered": (
        "{word} can never be reached: the entries above cover it",
        "move it above the wider option, or delete it",
    ),
    "table.otherwise": (
        "the table does not end with otherwise",
        "add as the last row what holds for everything else, such as - otherwise: nothing",
    ),
    "table.row": (
        "a row needs when and pays",
        "write - {{when: condition, pays: value}}; otherwise stands only in the last row",
    ),
    "sum.empty": ("the sum has no parts", 'write at least one part after "- "'),
    "milestone.no_series": (
        "a milestone needs a figure for each year",
        "name a fact with per: year after of:, such as annual_revenue or min(annual_revenue, annual_output)",
    ),
    "division.open": (
        "the divisor may be zero or less, and then no result is known",
        "say what holds then: if employees > 0 then revenue / employees else 0元",
    ),
    "reading.unknown": (
        "no reading is called {name}",
        "known and nearest: {near}; a new one is declared under readings:",
    ),
    "reading.unknown_id": ("no reading is called {name}", "known and nearest: {near}"),
    "reading.several": ("several policies have a reading {name}", "write one with its policy: {near}"),
    "reading.option": ("the reading {name} has no option {option}", "write one of: {options}"),
    "reading.options_missing": ("the reading {name} is not answered for: {missing}", "give a value for each option"),
    "reading.one_option": (
        "the reading {name} has fewer than two options",
        "add the other option, or delete the reading",
    ),
    "document.unknown": (
        "no document is called {word}",
        "known and nearest: {near}; a new one is declared under documents:",
    ),
    "place.unknown": (
        "no place is called {word}",
        "nearest: {near}; a policy may add a place of its own: facts: {{{fact}: {{type: choice, options: {{{word}: …}}}}}}",
    ),
    "policy.twice": (
        "the policy {id} is already in {file}",
        "give this one another name after policy:, or delete one of the files",
    ),
    "figure.empty": (
        "the figure {name} has no value",
        "add value:, or unpublished: money (or rate, …) if the source does not say",
    ),
    "rules.missing": ("the rules that come with the program are not there", "install the program again"),
    "rules.none": (
        "there is no {name} here or one folder below",
        "give a {name}, its folder, or the folder that holds such folders",
    ),
    "profile.map_wanted": (
        "a profile consists of keys with values",
        "write key: value, one a line, such as year: 2024",
    ),
    "profile.no_year": (
        "the year to judge is not given",
        "add year: 2024 to the profile; years that it has figures for: {years}",
    ),
    "profile.unknown": ("no rule asks for {key_}", "check the spelling, or delete the line"),
    "profile.unknown_near": ("nothing is called {key_}", "did you mean {near}?"),
    "profile.of_record": (
        "{key_} belongs to a single entry of {records}, not to the firm",
        "move it into an entry under {records}:",
    ),
    "profile.twice": ("{key_} gives {name} a second time", "keep one of the two"),
    "records.list_wanted": (
        "{name} needs a list",
        'write one entry a line after "- "; {name}: [] means there are none',
    ),
    "records.map_wanted": (
        "an entry ({one}) needs keys with values",
        "write each entry as {{name: …, key: value}}, or in lines below its -",
    ),
    "records.name_missing": ("an entry ({one}) has no name", "add name: to it; any name that tells it apart will do"),
    "records.name_twice": ("two entries are called {name}", "give each a name of its own"),
    "records.parent_missing": (
        "the entry does not say which {one} it belongs to",
        "add {one}: with the name of an entry that is listed: {known}",
    ),
    "records.parent_unknown": ("no entry is called {name}", "use a name that is listed: {near}"),
    "records.key_missing": ("{name} is missing; the limit of {measure} is counted by it", "add {name}: to this entry"),
    "received.incomplete": (
        "money received is not fully described; missing: {missing}",
        "write {{award: policy/measure, amount: 50万元, year: 2023}}; level and support can stand for award",
    ),
    "received.award": ("no measure is called {award}", "write its full name, such as {near}"),
    "assumption.unknown": ("no open figure is called {name}", "known and nearest: {near}"),
    "assumption.outside": (
        "{text} is outside what the source allows for {name}",
        "write a value within the published limits",
    ),
    "option.value": ('"{value}" does not fit here', "write: {known}"),
    "option.unknown_measure": ("no measure is called {name}", "nearest: {near}; subsidycalc list shows them all"),
    "option.not_concerning": (
        "{name} is for other applicants or places",
        "check applicant and registered_in in the profile, or ask for another measure",
    ),
    "option.output": (
        "{file} cannot be written: {why}",
        "choose another file, or close it in the program that has it open",
    ),
    "case.expect": (
        "what is expected of {measure} cannot be read: {text}",
        "write eligible, ineligible or undetermined, or an amount: 300万元, 0元 to 50万元, 0元 or more",
    ),
    "option.unknown": ("there is no such option", "it may be one of: {near}"),
    "option.missing": ("{name} is missing", "give it after the command; --help shows how"),
    "option.usage": ("the command cannot be read: {text}", "--help shows how it is used"),
    "command.unknown": ("there is no command {name}", "the commands are: {known}"),
    "file.binary": (
        "this is no text file (a workbook, a document or an archive?)",
        "give a .yaml or .json file; subsidycalc new profile prints a form to fill in",
    ),
    "yaml.colon_in_value": (
        "a second colon with a space after it stands in one entry",
        'put text that has a colon in quotes, as in ask: "Size: small or large?"; otherwise begin a new line here',
    ),
    "yaml.colon_space": (
        "there is no space after the colon",
        "write one between the colon and the value, as in year: 2024",
    ),
    "yaml.no_colon": ("this line has no colon", "write key: value, as in year: 2024; a comment begins with #"),
    "yaml.unclosed": (
        "the {sign} of line {line} is not closed, or a comma is missing before this",
        "close it, put commas between its entries, and put text with brackets, commas or colons in quotes",
    ),
    "yaml.fullwidth_comma": ("a full-width comma (，) separates nothing", "write as in {{2023: 205, 2024: 268}}"),
    "yaml.quote_open": (
        "the quotation mark here is not closed",
        "close it with the same mark; an apostrophe inside '…' is doubled, as in 'the firm''s'",
    ),
    "yaml.escape": ('inside "…" a backslash begins a code; this one is unknown', "use single marks '…', or double it"),
    "yaml.start": ("a value cannot begin with {sign}", "put the whole value in quotes"),
    "yaml.after_quote": (
        "something follows the closing quotation mark",
        "put the whole text inside the marks, or a comma after them in a list",
    ),
    "yaml.indent": (
        "this line does not fit in with the lines above it",
        "indent it exactly like the lines of its level; a key with a value beside it has no lines below it, "
        'and "- " and key: value do not mix on one level',
    ),
    "shape.no_list": ("a list does not fit here", "write one value, without [ ] and without - before it"),
    "shape.no_map": ("keys with values do not fit here", 'write one value, or several as a list: [one, two] or "- "'),
    "shape.no_text": ("one value is not enough here", "write a list, as in [one, two], or key: value, one a line"),
    "choice.comma": ("{sign} does not separate options: {word}", "write half-width commas, as in [{first}, {second}]"),
    "range.open": (
        "{text} does not say whether that is the amount or only a bound of it",
        "write the amount alone; where only the bound is known write {offer}",
    ),
    "expression.heavy": (
        "this builds on more than {size} parts or {depth} levels",
        "names count as often as they are used; shorten tables and chains of names, or split the measure",
    ),
    "option.before": (
        "{name} stands before the command",
        "write the command first, as in subsidycalc evaluate PROFILE {name} …; the commands are: {known}",
    ),
    "option.needs_value": ("{name} needs a value", "write it after the option; --help shows what fits"),
    "option.no_value": ("{name} takes no value", "write {name} alone"),
    "option.extra": (
        "more words than the command takes: {words}",
        "put a path that has spaces in quotes; an option's value stands right after it",
    ),
    "fact.presume": ("{name} cannot be presumed so", "presume: yes or no fits a single yes/no fact alone"),
    "cap.crossing": (
        "two limits cross: neither {a} nor {b} lies inside the other",
        "widen one of the two so that its groups hold whole groups of the other",
    ),
    "received.record": (
        "{award} is given for each {one}, and no {one} is named",
        "add {one}: the name of the {one} that the money was for",
    ),
    "yaml.no_entry": ("there is no entry beside this {sign}", "write what is missing, or delete the {sign}"),
    "yaml.dash": ('"- " begins an entry only at the start of a line', "inside [ ] write commas alone: [one, two]"),
    "name.shape": (
        '"{name}" cannot be a name',
        "write letters (Chinese ones too), digits, - and _, without blanks and other signs, such as first_device_reward",
    ),
    "record.several": (
        "for_each takes one kind of record, and year beside it",
        "write it as in for_each: [loans, year]; for another kind of record write a measure of its own",
    ),
    "record.elsewhere": ("{name} is declared elsewhere and belongs to nothing there", "say belongs_to: where it is"),
    "rate.above_one": (
        "{percent} is more than the whole of what it is taken from",
        "write at most 100%; for a multiple of other money write match: {{of: …, ratio: {percent}}}",
    ),
    "option.twice": ("{name} is chosen more than once", "choose {name} once; delete the other"),
    **en_clauses.ERRORS,
}
ERRORS |= en_results.RESULTS | en_units.ERRORS | en_keeping.ERRORS | en_reference.ERRORS
ERRORS |= en_boundaries.ERRORS | en_why.ERRORS | en_clauses.LATER
