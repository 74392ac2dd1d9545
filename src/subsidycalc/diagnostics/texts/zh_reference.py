"""What is said about the kernel form, and what may not stand beside a value, in Chinese."""

TEXTS = {
    "help.kernel": "改为逐行列出这项措施化成的内核树（节点见 docs/ranges.md），供编写和扩充规则语言的人查看",
}
ERRORS = {
    "value.beside": (
        "{word} 已经是完整的值，写在旁边的 {others} 不会起作用",
        "要加上限等修饰，请把 {word} 移到 value: 下面，例如 {{value: {{dated: …}}, at_most: …}}；值只能写一种",
    ),
}
