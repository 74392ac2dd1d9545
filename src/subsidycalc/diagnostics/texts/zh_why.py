"""The pages of errors: their headings, and what is wrong with asking for one, in Chinese."""

TEXTS = {
    "help.why": "错误说明：含义、示例和改法。",
    "help.why_codes": "错误编号，例如 SC012；不写则列出全部错误",
    "why.wrong": "错误写法",
    "why.mended": "正确写法",
    "why.in_file": "{what}（{file}）：",
    "why.saved_as": "{what}（{file}，编码 {saved_as}）：",
    "why.before": "事先运行：",
    "why.alone": "{what}：",
    "why.beside": "同时，{file} 里有：",
    "why.typed": "命令：",
    "why.python": "Python 代码：",
    "why.message": "程序的提示：",
    "why.more": "想了解某个错误，请运行 subsidycalc why {code}",
    "why.doc_title": "错误说明",
    "why.doc_intro": (
        "这里列出程序会报告的全部错误和检查发现，每条都有一个会引发它的示例和改正后的写法。"
        "`subsidycalc why SC012` 可以只看其中一条。文中的提示就是程序的实际输出，每个示例都由测试实际运行过。"
        "本页由 `src/subsidycalc/diagnostics/pages/` 生成，修改请改那里的文件。**文中数字均为虚构。**"
    ),
    "why.doc_base": "示例所用的文件",
    "why.doc_base_intro": (
        "示例只列出对下面某个文件改动的几行，连同它们的上级键；没有对应原文的，加在文件末尾。"
        "命令在放有 `rules/` 和 `firm.yaml` 的文件夹里运行。"
    ),
}
ERRORS = {
    "option.unknown_code": ("没有编号为 {name} 的错误", "相近的：{near}；subsidycalc why 列出全部错误"),
}
