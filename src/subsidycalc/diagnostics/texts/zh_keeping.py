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
    "uses.unknown": ("没有叫做{name}的事实、记录、选项、数值、理解、步骤、措施或文件", "可能是：{near}"),
    "uses.several": ("{name}可以指{count}样东西", "请写清楚是哪一样：{names}"),
    "rename.kind": ("{name}不能用这个命令改名", "可以改名的有：{kinds}；其他名称请在规则文件里直接改"),
    "rename.word": (
        "{name}不能作名称",
        "请用文字（中文也可以）、数字和 _，以文字开头，并且不是规则语言或企业资料里的词",
    ),
    "rename.fixed": ("程序按 {name} 这个名称使用这项事实，不能改名", "要改的如果只是显示的名称，请改它的 zh 和 en"),
    "rename.same": ("新旧名称都是 {name}", "请另取一个名称"),
    "rename.taken": ("{name}已经有所指：{other}", "请另取一个名称"),
    "rename.shared": (
        "{name}也写在所给文件夹之外的这个文件里，别的规则可能也在用",
        "请用 --rules 给出包含全部规则和词汇的文件夹",
    ),
    "rename.unlike": (
        "这里的{name}写法与读到的不同（转义，或者断在两行），无法按位置替换",
        "请先把这个名称完整地写在一行里，不用转义",
    ),
    "rename.both": (
        "这里的{name}既指 {a}，又指 {b}",
        "只改其中一个会让这里失去意义；请先改写这里，例如给其中一项另取名称",
    ),
    "rename.breaks": (
        "改名为{name}之后规则载入不了，下面是改名后会出现的错误；文件没有改动",
        "请另取一个名称，或者先改写那些地方",
    ),
    "rename.meaning": ("改名为{name}之后，这里的名称指的就不再是原来的东西（{other}）", "请另取一个名称"),
    "rename.unwritable": ("写不了这个文件：{why}；所有文件都保持原样", "请检查是否有权写入，磁盘是否已满"),
    "rename.changed": ("这个文件在读取之后被改动过；所有文件都保持原样", "请再运行一次"),
}

TEXTS = {
    "period.replaced": "{start}至{end}，此后由 {policy} 接替",
    "period.lapsed_by": "自{start}起；已终止，日期未公布，不晚于{end}（此后由 {policy} 接替）",
    "table.other_edition": "{date}施行的是 {edition}；{policy}（{period}）的措施{count}项未列出。",
    "show.replaces": "接替 {policy}",
    "help.uses": "查找一个名称在哪里用到",
    "help.used_name": "事实、记录、选项、数值、理解、步骤、措施或文件的名称；有歧义时在前面写明种类，例如 fact:projects.kind",
    "help.rename": "在全部规则、案例和词汇里给事实、数值、理解或步骤改名",
    "help.old_name": "现在的名称",
    "help.new_name": "新名称",
    "help.write_names": "写入文件；不写时只显示会改动的行",
    "uses.head": "{name}{labels}：用到{count}处",
    "uses.labels": "（{labels}）",
    "uses.declared": "声明",
    "uses.rules": "{policy} 的规则",
    "uses.cases": "{policy} 的案例",
    "uses.vocabulary": "词汇中的定义",
    "uses.none": "没有任何地方用到。",
    "uses.line": "  {place}: {line}",
    "rename.written": "已写入{count}个文件：{name} 改名为 {new}。",
    "rename.not_written": "会改动{count}个文件，尚未写入；加上 --write 即写入。",
    "rename.left": "注释和说明文字里还写着 {name}：{places}",
    "rename.assumed": "假设文件不在规则之内：其中写有 {name} 的，请自行改名。",
}
