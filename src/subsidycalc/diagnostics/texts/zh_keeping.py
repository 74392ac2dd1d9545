"""Editions of policies, uses of names and renaming, in Chinese."""

ERRORS = {
    "edition.unknown": (
        "没有载入政策 {name}，无从接替",
        "请写所接替政策的名称，例如：{near}；它在别的文件夹时，请一并载入",
    ),
    "edition.two": (
        "{name} 已由 {first} 接替（{file}）",
        "一项政策只由一项接替：请删去其中一处 replaces；后面的版本请写它紧接着的前一版",
    ),
    "edition.cycle": ("这些政策互相接替，绕成了一圈：{cycle}", "请从最早的版本里删去 replaces"),
    "edition.order": (
        "这一版自 {start} 起施行，并不晚于它所接替的 {name}（自 {first} 起）",
        "请核对两份文件的施行日期，以及谁接替谁",
    ),
    "option.other_edition": (
        "{name}属于另一版政策：{date}施行的是 {edition}",
        "用 --date 换到 {policy} 的施行期（{period}），或改查 {edition} 的措施",
    ),
    "name.renamed": ("{word}已改名为 {new}", "请写 {new}；旧名只在企业资料和案例里仍然有效"),
    "fact.was_taken": (
        "{old}不能作{name}的旧名：{other}现在就用这个名称",
        "请删去这个旧名，或者给{other}改名；旧资料里的{old}只能指一项事实",
    ),
}

TEXTS = {
    "period.replaced": "{start}至{end}，此后由 {policy} 接替",
    "period.lapsed_by": "自{start}起；已终止，日期未公布，不晚于{end}（此后由 {policy} 接替）",
    "table.other_edition": "{date}施行的是 {edition}；{policy}（{period}）的措施{count}项未列出。",
    "show.replaces": "接替 {policy}",
}
