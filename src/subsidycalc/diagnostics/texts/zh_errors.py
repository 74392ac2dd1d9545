"""What is wrong, and the way out, in Chinese."""

ERRORS: dict[str, tuple[str, str]] = {
    # 文件
    "file.unreadable": ("文件读不了：{why}", "请检查路径是否正确、是否有权打开"),
    "file.folder": ("这是文件夹，这里要的是文件", "请给出一个 .yaml 或 .json 文件的路径"),
    "file.large": ("文件有 {size} 字节，上限是 {limit} 字节", "请拆成几个文件"),
    "file.empty": ("文件是空的", "至少写一项，例如 year: 2024，或者换一个文件"),
    "file.bom": ("文件开头有看不见的 BOM 标记", "另存时请选“UTF-8”，不要选“带 BOM 的 UTF-8”"),
    "file.utf16": ("文件编码是 UTF-16，不是 UTF-8", "请另存为 UTF-8 编码"),
    "file.gbk": (
        "文件编码是 GBK（GB 18030），不是 UTF-8",
        "请另存为 UTF-8：在 Excel 或记事本中保存时，编码选“UTF-8”",
    ),
    "file.not_utf8": ("这个字符不是 UTF-8 编码", "请把文件另存为 UTF-8 编码"),
    # YAML
    "yaml.syntax": ("不符合 YAML 格式：{problem}", "请检查这一行和上一行的缩进、冒号和引号"),
    "yaml.tab": ("该用空格的地方用了制表符（Tab）", "请把 Tab 换成空格，每一级缩进两个"),
    "yaml.character": ("YAML 不允许出现这个字符（{sign}）", "请删去它；它可能看不见，可以把前后文字重新输入一遍"),
    "yaml.duplicate": ("{key} 重复了，第 {line} 行已经写过", "请只保留一处"),
    "yaml.anchor": (
        "值不能以 & 或 * 开头（YAML 的锚点和引用）",
        "请把内容直接写出来；如果文字本来就以 & 或 * 开头，请加引号",
    ),
    "yaml.tag": ("值不能以 ! 开头（YAML 的标签）", "请删去带 ! 的词；如果文字本来就以 ! 开头，请加引号"),
    "yaml.documents": (
        "这里开始了第二份文档，而一个文件只能有一份",
        "请删去 --- 这一行，或者把后面的内容移到另一个文件",
    ),
    "yaml.deep": ("嵌套超过了 {limit} 层", "请减少层次"),
    "yaml.key": ("冒号前面只能是一个词或一个数", "请写成 键: 值；以 [ 或 {{ 开头的键要加引号"),
    "yaml.fullwidth_colon": ("全角冒号“：”不能分隔键和值", "请改用半角冒号，后面空一格，例如 year: 2024"),
    "yaml.comma_in_flow": (
        "{{ }} 里遇到逗号，这一项就结束了，所以 {key} 没有值",
        '请给整个表达式或金额加上引号，例如 {{2024: "3,000万元"}}、{{value: "min(a, b)"}}',
    ),
    "yaml.bracket_in_list": (
        "括号里的一项中又有 {sign}，外层括号被它打断了",
        '请给这一项加引号，例如 ["sector in [sensors, optics]"]，或者每项一行，以“- ”开头',
    ),
    # 文件的结构
    "shape.unknown_key": ("这里没有 {key} 这个键", "这里可以写：{known}"),
    "shape.unknown_key_near": ("这里没有 {key} 这个键", "是不是 {near}？这里可以写：{known}"),
    "shape.missing_key": ("缺少 {key}", "请补上一行 {key}: …"),
    "shape.text_wanted": ("这里要写一段文字或一个值", "请直接写在冒号后面，不要用 [ ] 或 {{ }}"),
    "shape.list_wanted": ("这里要写一个列表", "请写成 [甲, 乙]，或者每项一行，以“- ”开头"),
    "shape.map_wanted": ("这里要写若干组“键: 值”", "请每行写一组 键: 值，缩进对齐"),
    "shape.form": ("这种写法在这里不适用", "请对照程序自带规则中同一个键的写法"),
    "language.version": (
        "文件写的是 language: {found}，本程序只认 language: {known}",
        "请改成 language: {known}，或者换用支持 {found} 的程序版本",
    ),
    # 数量
    "quantity.none": ("“{text}”不是数量", "请写数字加单位，例如 1.5亿元、30%、12个月"),
    "quantity.unit": (
        "“{text}”里的单位“{unit}”用得不对",
        "金额用元、万元、亿元，比例用 %、‰、个百分点，时间用整数的年、个月、天（写18个月，不写1.5年）；"
        "人数等个数不带单位，例如 268",
    ),
    "quantity.too_long": ("{text}… 位数太多", "请检查数字，最多36位"),
    "quantity.above_below": (
        "“以上”“以下”没有说明是否包括本数",
        "包括本数写 {reached}（民法典第1259条：“以上”“以下”包括本数），不包括写 {exceeded}",
    ),
    "money.no_unit": ("金额没有写单位：{text}", "请写明是 {text}元 还是 {text}万元"),
    "money.half_unit": ("{text} 的单位不完整", "请写 {offer}"),
    "money.finer_than_fen": ("{text} 精确到了分以下", "请四舍五入到分（0.01元）"),
    "money.foreign": ("{text} 是外币，这里的金额一律用人民币", "请按政策规定的汇率折算，再写成元或万元"),
    "money.not_money": ("{text} 不是金额", "请写金额并带单位，例如 8200万元"),
    "money.plus_rate": (
        "金额不能与百分比相加减",
        "请写明是谁的百分之几，例如 base + base × 10%，或 base × 110%",
    ),
    "money.times_money": ("金额乘以金额没有意义", "两者之中应有一个是比例或数"),
    "money.divides": (
        "只有金额才能除以金额",
        "请检查前后顺序：rd_expense / annual_revenue 得到比率，12 / annual_revenue 没有意义",
    ),
    "rate.bare": ("只写 {text} 看不出比例是多少", "百分之{text}写 {percent}，{text}倍写 {times}"),
    "rate.not_rate": ("“{text}”不是比例", "请写 30%、0.3 或 5‰；配套比例也可以写 1:0.5"),
    "rate.plus_percent": ("比例再加 {text}，有两种意思", "提高几个百分点写 {points}，按原比例上浮写 {times}"),
    "number.plain": ("{text} 带了单位，这里只要一个数", "请只写数字，例如 120"),
    "number.whole": ("{text} 不是整数", "请写不带小数和单位的数，例如 120"),
    "truth.shape": ("“{text}”既不是“是”也不是“否”", "请写 是 或 否（yes 或 no）"),
    "text.shape": ("{text} 不是文字", "请写一段文字，不要用 [ ] 或 {{ }}"),
    "date.shape": ("“{text}”不是日期", "请按 年-月-日 来写，例如 2024-03-31"),
    "date.none": ("日历上没有 {text} 这一天", "请检查月和日"),
    # 期间
    "period.year": ("“{text}”不是年份", "请写四位数字，例如 2024"),
    "period.quarter": ("“{text}”不是季度", "请写年份加季度，例如 2024Q1"),
    "period.month": ("“{text}”不是月份", "请写 年-月，例如 2024-01"),
    "period.missing": (
        "{word} 按{per}填写，这里没有说是哪个{per}",
        "请写明：季度写 {word} of 2024Q1，月份写 {word} of 2024-01",
    ),
    "period.no_series": (
        "{word} 不分年度、季度或月份",
        "请去掉期间或增长率的写法，或者在声明这一项时加上 per: year",
    ),
    "period.no_start": ("没有写起始日期", "请补上 from:，例如 {{from: 2024-01-01, to: 2026-12-31}}"),
    "period.of": ("counts 没有说明以哪个日期为准", "请用 of: 指定一个日期，例如 of: completed_on"),
    "period.two_ends": (
        "to 和 until 同时写了，终点有两个",
        "期限内的最后一天用 to，期满后的第一天用 until，只留一个",
    ),
    "period.backwards": ("终止日早于起始日", "请检查 from、to 和 until"),
    # 表达式
    "expression.long": ("表达式超过了 {limit} 个字符", "请把其中几部分移到 define: 下，各起一个名称"),
    "expression.deep": ("表达式嵌套超过了 {limit} 层", "请把其中几部分移到 define: 下，各起一个名称"),
    "expression.ends": ("表达式没有写完：{text}", "请补全，并检查括号 ( )、[ ] 和引号是否成对"),
    "expression.sign": (
        "表达式里不能用“{sign}”",
        "可以用 + - × ÷ * / = != < <= > >= ( ) [ ]，以及 and、or、not、in（且、或、非）；"
        "名称里有别的符号时，用「」括起来",
    ),
    "expression.word": ("这里不该出现“{word}”", "前面可能少了运算符或括号；由几个词组成的名称要用「」括起来"),
    "expression.no_day_series": (
        "没有哪一项资料是按日填写的",
        "请去掉 on …；要指明年份用 of，例如 annual_revenue of 2023",
    ),
    # 名称
    "name.unknown": (
        "没有“{word}”这个名称",
        "请检查写法；新的资料项在 facts: 下声明，新的数字在 figures: 下声明",
    ),
    "name.unknown_near": ("没有“{word}”这个名称", "是不是 {near}？"),
    "name.glued": ("没有名为“{word}”的资料项", "如果“{glued}”是连接词，请在它前后加空格：{spaced}"),
    "name.of_record": (
        "{word} 是每个{one}的资料，不是企业本身的",
        "请在写有 for_each: {records} 的措施里使用，或者合计：sum({word} over {records})",
    ),
    "name.text_fact": (
        "{word} 是自由填写的文字，不能用来判断或计算",
        "请声明为 type: choice 并列出选项，或者在这里去掉它",
    ),
    "name.cycle": ("绕回了自己：{cycle}", "请去掉其中一环"),
    "name.taken": ("“{name}”这个名称已经用过了", "请换一个名称"),
    "name.unused": ("{name} 没有被用到", "请用上它，或者删去"),
    "record.unknown": ("没有“{word}”这一类记录", "已有的和相近的：{near}"),
    "record.one": (
        "{name} 没有说明单个记录叫什么",
        "请补上，例如 one: {{id: project, zh: 项目, en: project}}",
    ),
    # 类型
    "type.wanted": ("这里应当是{wanted}，写的却是{found}", "请改成结果为{wanted}的写法"),
    "type.apart": ("{a}和{b}不能相互比较或合在一起", "请检查两边；金额要带单位，例如 500万元"),
    "type.no_order": ("{kind}没有大小之分", "请用 = 或 in 判断是哪一个，例如 sector in [sensors, optics]"),
    "type.no_equality": (
        "{kind}不能用 = 或 != 判断",
        "请用 >= 或 <=；要恰好等于某个数，两个都写：x >= 500万元 and x <= 500万元",
    ),
    "type.no_members": (
        "in 前面应当是选项或日期，写的却是{kind}",
        "金额请写上下两个界限，例如 x >= 100万元 and x <= 500万元",
    ),
    "type.no_number": ("{kind}不能参与计算", "请用金额、数、比例或倍率"),
    "type.option_wanted": (
        "{word} 是选择项，= 后面要写一个选项的名称",
        "请写 {word} = 选项，或 {word} in [选项甲, 选项乙]",
    ),
    "type.choice_wanted": (
        "by 后面应当是选项，写的却是{found}",
        "请写类型为 choice 的资料项，或者改用 table: 按条件分列",
    ),
    "type.window_wanted": (
        "日期只能判断是否在当年，或是否在 figures 声明的期间内",
        "请写 in year，或者先声明期间：figures: {{first_call: {{from: 2024-01-01, to: 2024-06-30}}}}",
    ),
    "type.date_difference": (
        "两个日期不能相加减",
        "请写 years between A and B；按月用 months between，按天用 days between",
    ),
    "function.arguments": (
        "{function}(…) 不能这样用",
        "可用的写法：min(a, b)、max(a, b)、growth(资料项)、increase(资料项)、"
        "sum(金额 over projects where 条件)、count(projects where 条件)",
    ),
    # 选项与声明
    "choice.unknown": ("选项里没有“{word}”", "请写其中一个，例如 {near}；已有选项：{options}"),
    "choice.twice": ("选项重复：{option}", "每个选项只能出现一次，请删去或改名"),
    "tree.unknown": ("没有名为“{word}”的选项树", "相近的：{near}；新的选项树在 trees: 下声明"),
    "fact.type": ("没有“{word}”这种类型", "请从中选一个：{types}"),
    "fact.two_types": (
        "{name} 声明了两次，而且不一致：{first} 与 {second}",
        "请让两处的类型和 per: 一致，或者把其中一个改名",
    ),
    "fact.reserved": ("{name} 在企业资料里另有用途，不能作为资料项的名称", "请换一个名称"),
    "fact.options": ("只有选择类的资料项才有选项", "请写 type: choice（多选写 choices），或者删去 options:"),
    "fact.options_missing": (
        "{name} 是选择项，却没有列出选项",
        "请补上，例如 options: [small, medium, large]，或写选项树的名称",
    ),
    "fact.negative": ("{name} 不能是负数：{text}", "请写0或更大的数"),
    "fact.outside": (
        "{text} 超出了 {name} 的取值范围：{allowed}",
        "请检查数字和单位；范围由该项声明中的 at_least 和 at_most 规定",
    ),
    "fact.computed_differs": (
        "{name} 填的是 {given}，按其他资料算出来却是 {computed}",
        "{name} 可以由程序算出，请删去，或者更正算它所用的资料",
    ),
    # 值
    "value.empty": ("这里没有值", "请填写；来源没有公布的，写 unpublished"),
    "value.float": (
        "{text} 是 Python 的浮点数或布尔值，不够准确",
        '请用带单位的文字，例如 "8200万元"、"30%"',
    ),
    "value.fraction": ("这里不能用分数 {text}", '请用文字，例如 "33.33%"，或用 Decimal'),
    "value.money": ("{text} 不是金额", "请写一个带单位的金额，例如 8200万元"),
    "value.number": ("{text} 不是数", "请写一个数，例如 12.5"),
    "value.whole": ("{text} 不是整数", "请写一个不带小数的数，例如 120"),
    "value.rate": ("{text} 不是比例", "请写一个百分比，例如 30%"),
    "value.ratio": ("{text} 不是倍率", "请写一个倍率，例如 1:0.5 或 50%"),
    "value.date": ("{text} 不是日期", "请写一个日期，例如 2024-03-31"),
    "value.one": ("{name} 只有一个值，不是列表", "请直接写这个值，不要用 [ ]"),
    "value.no_series": ("{name} 只有一个值，不分期间", "请直接写这个值：{name}: …"),
    "value.series": ("{name} 没有写明是哪一期的", '请写成 {name}: {{{period}: "{value}"}}，期间按实际填写'),
    "range.order": ("区间的终点小于起点：{text}", "请先写小的，再写大的，例如 5亿元 至 8亿元"),
    "unpublished.kind": (
        "没有公布的是什么：金额、比例，还是日期？",
        "请写明，例如 {{unpublished: money}}；也可以是 rate、ratio、number、whole、points、date、yes/no",
    ),
    "gap.twice": ("有两处未公布的数都会叫 {name}", "请把其中一处移到 figures: 下，另起名称，再在这里引用"),
    "between.order": ("between 的前一个界限大于后一个", "请先写小的，例如 between 10万元 and 50万元"),
    "dated.order": ("dated 下的日期没有从早到晚排列", "请从最早的写起，每个日期只写一次"),
    # 支持金额、上限、取整
    "award.mechanism": ("这里要写一种计算方式，写的是：{found}", "请只写其中一种：value, {known}"),
    "modifier.no_base": (
        "{word} 在这里没有作用对象",
        "base_less 和 base_at_most 要与 share、match 等带 of: 的方式连用，plus 要与比例连用",
    ),
    "cap.bare": ("上限没有说明按什么计算", "请写其中一种：{offers}"),
    "cap.scope": (
        "这里的上限不能按 {word} 计算",
        "per 后面可以写 {known}，或者 for_each 所列记录的选择项、文字项",
    ),
    "cap.scope_twice": ("一个上限写了两个 per", "请用 and 连接，例如 500万元 per firm and year"),
    "cap.scope_inside": (
        "带 per 的上限不能写在里层的值中",
        "请把 at_most 移到 award 的第一层；里层只能写单纯的金额",
    ),
    "cap.below_floor": ("at_least 大于 at_most", "请核对两个数：下限不能高于上限"),
    "rounding.unit": ("不能按“{unit}”取整", "请写分、元、千元或万元"),
    "rounding.way": ("没有“{way}”这种取整方式", "请从中选一个：{ways}"),
    "condition.one_key": (
        "一个条件只能有一个键，写的是：{found}",
        "请写 all:、any:、not:、dated: 之一；有几个条件时，分行写，以“- ”开头",
    ),
    "word.unknown": ("这里不认识“{word}”", "请从中选一个：{options}"),
    # 分档与表
    "scale.bound": ("档次界限 {word} 不是固定的数", "请写金额或已公布的数字，例如 1亿元"),
    "scale.order": ("{word} 比前一个界限小", "请从小到大排列各档界限"),
    "scale.twice": ("界限 {word} 重复了", "每个界限只写一次，请检查单位"),
    "scale.empty": ("一个档次也没有写", "请至少写一档，例如 {{1亿元: 10万元}}"),
    "grade.covered": (
        "永远轮不到 {word}：上面各项已经把它包括在内",
        "请把它移到范围更大的选项之前，或者删去",
    ),
    "table.otherwise": (
        "表的最后一行不是 otherwise",
        "请在最后补上其余情形怎么办，例如 - otherwise: nothing",
    ),
    "table.row": (
        "每一行都要有 when 和 pays",
        "请写成 - {{when: 条件, pays: 值}}；otherwise 只能放在最后一行",
    ),
    "sum.empty": ("sum 下面什么也没有", "请至少写一项，以“- ”开头"),
    "milestone.no_series": (
        "milestone 要看逐年的数字",
        "请在 of: 后写带 per: year 的资料项，例如 annual_revenue",
    ),
    "division.open": (
        "除数可能是零或负数，那时算不出结果",
        "请写明那时怎么办，例如 if employees > 0 then revenue / employees else 0元",
    ),
    # 理解、文件、政策
    "reading.unknown": ("没有名为“{name}”的理解", "已有的和相近的：{near}；新的在 readings: 下声明"),
    "reading.unknown_id": ("没有名为“{name}”的理解", "已有的和相近的：{near}"),
    "reading.several": ("有几项政策都有名为“{name}”的理解", "请连政策名称一起写：{near}"),
    "reading.option": ("{name} 这一理解没有选项“{option}”", "请从中选一个：{options}"),
    "reading.options_missing": ("{name} 这一理解还有选项没有写：{missing}", "请为每个选项都写一个值"),
    "reading.one_option": ("{name} 这一理解不足两个选项", "请补上另一个选项，或者删去"),
    "document.unknown": ("没有名为“{word}”的文件", "已有的和相近的：{near}；新的在 documents: 下声明"),
    "place.unknown": (
        "没有“{word}”这个地区",
        "相近的：{near}；新的地区在 rules/reference/places.yaml 中声明",
    ),
    "policy.twice": ("政策 {id} 已经在 {file} 里了", "请在 policy: 后换一个名称，或者删去其中一个文件"),
    "figure.empty": (
        "数字 {name} 没有值",
        "请补上 value:；来源没有写的，写 unpublished: money（或 rate 等）",
    ),
    "rules.missing": ("找不到程序自带的规则", "请重新安装程序"),
    "rules.none": ("这里和下一级文件夹里都没有 {name}", "请给出 {name}、它所在的文件夹，或者再上一级文件夹"),
    # 企业资料
    "profile.map_wanted": ("企业资料应当由“键: 值”组成", "请每行写一组，例如 year: 2024"),
    "profile.no_year": ("没有写明评估哪一年", "请在资料中加上 year: 2024；资料中有数字的年份：{years}"),
    "profile.unknown": ("没有规则用到“{key_}”", "请检查写法，或者删去这一行"),
    "profile.unknown_near": ("没有“{key_}”这一项", "是不是 {near}？"),
    "profile.of_record": (
        "{key_} 属于 {records} 中的每一条，不属于企业本身",
        "请移到 {records}: 下相应的那一条里",
    ),
    "profile.twice": ("{name} 重复填写了（{key_}）", "请只保留一处"),
    "records.list_wanted": ("{name} 要写成列表", "请每项一行，以“- ”开头；没有的话写 {name}: []"),
    "records.map_wanted": (
        "每一条（{one}）都要写成若干组“键: 值”",
        "请写成 {{name: …, 键: 值}}，或者在“- ”之后分行写",
    ),
    "records.name_missing": ("有一条（{one}）没有名称", "请加上 name:，能与其他各条区分就行"),
    "records.name_twice": ("有两条都叫“{name}”", "请各用不同的名称"),
    "records.parent_missing": ("没有说明属于哪个 {one}", "请加上 {one}:，写已列出的名称"),
    "records.parent_unknown": ("没有名为“{name}”的一条", "请写已列出的名称；相近的：{near}"),
    "records.key_missing": ("缺少 {name}，而 {measure} 的限额要按它计算", "请在这一条里补上 {name}:"),
    "received.incomplete": (
        "已获支持没有写全，缺少：{missing}",
        "请写成 {{award: 政策/措施, amount: 50万元, year: 2023}}；也可以用 level 和 support 代替 award",
    ),
    "received.award": ("没有“{award}”这项措施", "请写完整的名称，例如 {near}"),
    # 假设、选项、案例
    "assumption.unknown": ("没有名为“{name}”的空缺", "已有的和相近的：{near}"),
    "assumption.outside": ("{text} 超出了来源为 {name} 划定的范围", "请写在已公布的界限之内"),
    "option.value": ("“{value}”在这里不适用", "请写：{known}"),
    "option.unknown_measure": ("没有“{name}”这项措施", "相近的：{near}；全部措施见 subsidycalc list"),
    "option.not_concerning": (
        "{name} 面向其他申请主体或地区",
        "请核对资料中的 applicant 和 registered_in，或者另选一项措施",
    ),
    "option.output": ("{file} 写不进去：{why}", "请换一个文件，或者先关闭正在使用它的程序"),
    "case.expect": (
        "{measure} 的预期结果看不懂：{text}",
        "请写状态（eligible、ineligible、undetermined）或金额，例如 300万元、0元 to 50万元、0元 or more",
    ),
    "option.unknown": ("没有这个选项", "可能是：{near}"),
    "option.missing": ("缺少{name}", "写在命令之后；--help 有说明"),
    "option.usage": ("命令写法有误：{text}", "--help 有说明"),
    "command.unknown": ("没有名为 {name} 的命令", "可用的命令：{known}"),
    "file.binary": (
        "这不是文本文件（是表格、文档或压缩包？）",
        "请给出 .yaml 或 .json 文件；subsidycalc new profile 会给出一份可填写的样表",
    ),
    "yaml.colon_in_value": (
        "同一项里又有一个后带空格的冒号",
        '文字里有冒号时请加引号，例如 ask: "Size: small or large?"；本来是另一项的，请另起一行',
    ),
    "yaml.colon_space": ("冒号后面少了空格", "请在冒号和值之间空一格，例如 year: 2024"),
    "yaml.no_colon": ("这一行没有冒号", "请写成 键: 值，例如 year: 2024；注释以 # 开头"),
    "yaml.unclosed": (
        "第 {line} 行的 {sign} 没有合上，或者这之前少了逗号",
        "请补上另一半括号，各项之间用半角逗号；文字里有括号、逗号或冒号时请加引号",
    ),
    "yaml.fullwidth_comma": ("全角逗号“，”不能分隔各项", "请改用半角逗号，后面空一格，例如 {{2023: 205, 2024: 268}}"),
    "yaml.quote_open": (
        "从这里开始的引号没有合上",
        "请补上同样的引号；'…' 里面的撇号要写两个，例如 'the firm''s'",
    ),
    "yaml.escape": ('"…" 里的反斜杠表示转义，这里的写法不认识', "请改用单引号 '…'，或者把反斜杠写两遍"),
    "yaml.start": ("值不能以 {sign} 开头", "请给整个值加上引号"),
    "yaml.after_quote": ("引号合上之后还有内容", "请把全部文字放进引号；在列表中请用逗号隔开"),
    "yaml.indent": (
        "这一行与上面各行的层次对不上",
        "请与同一层的各行对齐；冒号后已有值的键，下面不能再有缩进的行；同一层里“- ”和“键: 值”不能混用",
    ),
    "shape.no_list": ("这里不能写列表", "请只写一个值，不要用 [ ]，前面也不要加“- ”"),
    "shape.no_map": ("这里不能写“键: 值”", "请写一个值；有几个时写成列表：[甲, 乙]，或每项一行，以“- ”开头"),
    "shape.no_text": ("这里不能只写一个值", "请写成列表 [甲, 乙]，或每行一组 键: 值"),
    "choice.comma": ("“{sign}”不能分隔选项：{word}", "请用半角逗号，例如 [{first}, {second}]"),
    "range.open": (
        "{text} 看不出是确切的数，还是只知道一个界限",
        "知道确切的数就只写那个数；只知道界限的写 {offer}",
    ),
    "expression.heavy": (
        "这里展开后超过 {size} 个部分或 {depth} 层",
        "名称每用一次就算一次；请缩短表格和层层引用的名称，或者把措施拆开",
    ),
    "option.before": (
        "{name} 写在了命令前面",
        "请先写命令，例如 subsidycalc evaluate PROFILE {name} …；可用的命令：{known}",
    ),
    "option.needs_value": ("{name} 后面少了值", "请写在这个选项之后；--help 有说明"),
    "option.no_value": ("{name} 不带值", "请只写 {name}"),
    "option.extra": ("多出了：{words}", "带空格的路径要加引号；选项的值紧跟在选项之后"),
    "fact.presume": ("{name}不能这样推定", "presume: yes 或 no 只适用于单个是否类事实"),
    "cap.crossing": ("两个限额的范围交叉：{a} 与 {b} 互不包含", "把其中一个的范围放宽，使它包含另一个的整组"),
    "yaml.no_entry": ("这个 {sign} 旁边少了一项", "请补上缺少的内容，或者删去 {sign}"),
    "yaml.dash": ("“- ”只能在行首引出一项", "在 [ ] 里请只用逗号隔开各项，例如 [甲, 乙]"),
    "name.shape": (
        "“{name}”不能作名称",
        "请用文字（中文也可以）、数字、- 和 _，不含空格和其他符号，例如 project_grant",
    ),
    "record.several": (
        "for_each 只能写一类记录，另外可以加上 year",
        "请写成 for_each: [loans, year]；另一类记录请另写一项措施",
    ),
}
