"""What is wrong with a result that is read back, and the way out, in Chinese."""

RESULTS = {
    "option.goes_with": ("{name} 只能与 {other} 同用", "请加上 {other}，或者去掉 {name}"),
    "result.no_json": ("这不是 JSON：{problem}", "请给出由 subsidycalc evaluate … --format json 写成的文件"),
    "result.format": (
        "这不是本程序能读的评估结果：格式是“{found}”，不是“{known}”",
        "请给出由 subsidycalc evaluate … --format json 写成的文件",
    ),
    "result.missing": (
        "这里缺少 {name}",
        "请用 subsidycalc evaluate … --format json 重新生成；评估结果不靠手写",
    ),
    "result.shape": (
        "这里应当是{wanted}",
        "请用 subsidycalc evaluate … --format json 重新生成；评估结果不靠手写",
    ),
    "result.twice": (
        "{name} 在这里出现了两次",
        "请用 subsidycalc evaluate … --format json 重新生成；评估结果不靠手写",
    ),
    "result.no_inputs": (
        "这份结果没有附带计算所用的资料",
        "请重新生成：subsidycalc evaluate 资料文件 --format json --with-inputs",
    ),
    "result.others": (
        "这份结果是用别的规则或别的程序版本算出的：{what}",
        "请给出当时所用的规则：--rules PATH",
    ),
    "option.not_in_force": (
        "{name}在{date}未施行",
        "用 --year 或 --date 换一个年度或日期；subsidycalc show 显示施行期",
    ),
    "profile.changed": ("企业资料在评估之后被改动过", "请在改动之前取 with_inputs，或用副本评估"),
    "extra.missing": ("这里需要 {module}，尚未安装", "请运行：pip install 'subsidycalc[{extra}]'"),
}
