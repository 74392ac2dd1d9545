"""The number of every error and finding. Numbers are never reused."""

_ORDER = """
file.unreadable file.folder file.large file.empty file.bom file.utf16 file.gbk file.not_utf8
yaml.syntax yaml.tab yaml.character yaml.duplicate yaml.anchor yaml.tag yaml.documents yaml.deep yaml.key
yaml.fullwidth_colon yaml.comma_in_flow yaml.bracket_in_list
shape.unknown_key shape.unknown_key_near shape.missing_key shape.text_wanted shape.list_wanted shape.map_wanted
shape.form language.version
quantity.none quantity.unit quantity.too_long quantity.above_below
money.no_unit money.half_unit money.finer_than_fen money.foreign money.not_money money.plus_rate money.times_money
money.divides
rate.bare rate.not_rate rate.plus_percent
number.plain number.whole truth.shape text.shape date.shape date.none
period.year period.quarter period.month period.missing period.no_series period.no_start period.of period.two_ends
period.backwards
expression.long expression.deep expression.ends expression.sign expression.word expression.no_day_series
name.unknown name.unknown_near name.glued name.of_record name.text_fact name.cycle name.taken name.unused
record.unknown record.one
type.wanted type.apart type.no_order type.no_equality type.no_members type.no_number type.option_wanted
type.choice_wanted type.window_wanted type.date_difference
function.arguments
choice.unknown choice.twice tree.unknown
fact.type fact.two_types fact.reserved fact.options fact.options_missing fact.negative fact.outside
fact.computed_differs
value.empty value.float value.fraction value.money value.number value.whole value.rate value.ratio value.date
value.one value.no_series value.series range.order
unpublished.kind gap.twice between.order dated.order
award.mechanism modifier.no_base cap.bare cap.scope cap.scope_twice cap.scope_inside cap.below_floor
rounding.unit rounding.way condition.one_key word.unknown
scale.bound scale.order scale.twice scale.empty grade.covered table.otherwise table.row sum.empty
milestone.no_series division.open
reading.unknown reading.unknown_id reading.several reading.option reading.options_missing reading.one_option
document.unknown place.unknown policy.twice figure.empty rules.missing rules.none
profile.map_wanted profile.no_year profile.unknown profile.unknown_near profile.of_record profile.twice
records.list_wanted records.map_wanted records.name_missing records.name_twice records.parent_missing
records.parent_unknown records.key_missing received.incomplete received.award
assumption.unknown assumption.outside
option.value option.unknown_measure option.not_concerning option.output case.expect
option.unknown option.missing option.usage command.unknown
file.binary yaml.colon_in_value yaml.colon_space yaml.no_colon yaml.unclosed yaml.fullwidth_comma yaml.quote_open
yaml.escape yaml.start yaml.after_quote yaml.indent shape.no_list shape.no_map shape.no_text choice.comma range.open
expression.heavy option.before option.needs_value option.no_value option.extra
fact.presume cap.crossing received.record
yaml.no_entry yaml.dash name.shape record.several record.elsewhere
rate.above_one option.twice
clause.one_word clause.per clause.if clause.twice clause.few clause.selector clause.member clause.needs clause.not_per
clause.cycle clause.crossing clause.too_many clause.empty
option.goes_with result.no_json result.format result.missing result.shape result.twice result.no_inputs result.others
option.not_in_force profile.changed extra.missing
unit.none unit.other unit.unknown unit.type unit.times unit.divides unit.quantity unit.price unit.limit
by_year.since scale.step paid.share paid.sum received.form received.measure amount.record amount.limits
edition.unknown edition.two edition.cycle edition.order option.other_edition name.renamed fact.was_taken
uses.unknown uses.several rename.kind rename.word rename.fixed rename.same rename.taken rename.shared rename.unlike
rename.both rename.breaks rename.meaning rename.unwritable rename.changed
value.beside
boundaries.no_folder
option.unknown_code
clause.word
"""
NUMBERS = {code: f"SC{number:03d}" for number, code in enumerate(_ORDER.split(), start=1)}
