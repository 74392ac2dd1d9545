"""What is wrong with clauses on how measures combine, in Chinese."""

ERRORS = {
    "clause.one_word": (
        "一条组合条款应有且只有一个词（{known}），这里是：{found}",
        "每项写一条，例如 - elect_one: {{of: [a, b], per: firm}}",
    ),
    "clause.per": ("没有叫做{word}的记录或选项", "写明条款按什么计：{known}，或记录的某个选项、文字"),
    "clause.if": (
        "条款没有写明取决于什么",
        "写出一个理解（reading），并对每个选项写 yes 或 no，例如 if: {{reading: directions, one: yes, several: no}}",
    ),
    "clause.twice": ("{name}在条款中出现了两次", "一项措施只属于一组，请删去其中一处"),
    "clause.few": ("{word}需要两个以上的对象才谈得上选择", "再写一项措施，或删去这一条款"),
    "clause.selector": ("这里什么也没有选中", "写 {{level: city}}、{{support: grant}} 或两者，或写措施名称"),
    "clause.member": ("没有措施{name}", "可能是：{near}；其他政策包的措施写作 政策/措施"),
    "clause.needs": ("这里应写 all 或 any，并附一个列表", "写名称，或 {{all: [a, b]}}、{{any: [a, b]}}"),
    "clause.not_per": ("{measure}的给予对象没有{word}", "放宽范围，例如写 firm，或不把这项措施列入"),
    "clause.cycle": ("这些条款互相等待：{cycle}", "去掉其中一条：被要求的和优先的不能取决于在后的"),
    "clause.crossing": (
        "两个上限交叉：{a}与{b}有共同的成员，却谁也不包含谁",
        "让其中一个的成员和范围包含另一个，或把共同的成员从一个中去掉",
    ),
    "clause.too_many": (
        "{clause}：这家企业可能的选择超过{most}种",
        "计算会过久；请拆分择一条款，或去掉企业肯定不要的奖补",
    ),
    "clause.empty": ("这里没有写任何措施", "至少写一项，或删去这一键"),
}
LATER = {"clause.word": ("没有哪一项的 {name} 是“{word}”", "是否应为 {near}？")}
