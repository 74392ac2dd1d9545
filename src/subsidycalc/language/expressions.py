"""Expression text → a small syntax tree of tuples ``(kind, column, ...)``. Names and types are settled elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, VisitError

from ..values.quantities import QuantityError, narrow, parse_quantity

MAX_LENGTH = 4000
MAX_DEPTH = 60


class Syntax(NamedTuple):
    """A piece of an expression: what it is, where it starts (from 0), its parts."""

    kind: str
    column: int
    parts: tuple[Any, ...]
    depth: int = 1


class ExpressionError(ValueError):
    """Text that is no expression: ``code`` and ``params`` for the catalogue, ``column`` from 0."""

    def __init__(self, code: str, column: int, **params: Any) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params


def _made(kind: str, column: int, *parts: Any) -> Syntax:
    depth = 1 + max((p.depth for p in parts if isinstance(p, Syntax)), default=0)
    if depth > MAX_DEPTH:
        raise ExpressionError("expression.deep", column, limit=str(MAX_DEPTH))
    return Syntax(kind, column, parts, depth)


def _start(item: Any) -> int:
    if isinstance(item, Token):
        return item.start_pos or 0
    return int(item.column)


@v_args(inline=True)
class _Tuples(Transformer[Token, Syntax]):
    """Makes syntax tuples while the parser reduces, so that no parse tree is built."""

    def start(self, expr: Syntax) -> Syntax:
        return expr

    def if_(self, word: Token, condition: Syntax, _t: Token, then: Syntax, _e: Token, other: Syntax) -> Syntax:
        return _made("if", _start(word), condition, then, other)

    def _joined(self, kind: str, items: tuple[Any, ...]) -> Syntax:
        if len(items) == 1:
            return items[0]  # type: ignore[no-any-return]  # lark's items are untyped
        return _made(kind, _start(items[0]), *(i for i in items if isinstance(i, Syntax)))

    def or_(self, *items: Any) -> Syntax:
        return self._joined("or", items)

    def and_(self, *items: Any) -> Syntax:
        return self._joined("and", items)

    def not_(self, word: Token, item: Syntax) -> Syntax:
        return _made("not", _start(word), item)

    def compare(self, *items: Any) -> Syntax:
        return _made("compare", _start(items[0]), *items)

    def member(self, item: Syntax, _in: Token, options: Syntax) -> Syntax:
        return _made("member", item.column, item, options)

    def not_member(self, item: Syntax, word: Token, _in: Token, options: Syntax) -> Syntax:
        return _made("not", _start(word), _made("member", item.column, item, options))

    def options(self, *words: Syntax) -> Syntax:
        found = [w for w in words if w is not None]
        return _made("options", _start(found[0]) if found else 0, *found)

    def named(self, word: Token) -> Syntax:
        return self.name(word)

    def word(self, word: Token) -> Syntax:
        return self.name(word)

    def name(self, word: Token) -> Syntax:
        text = str(word)
        return _made("name", _start(word), text[1:-1] if text[0] in '「"' else text)

    def sum_(self, *items: Any) -> Syntax:
        return items[0] if len(items) == 1 else _made("sum", _start(items[0]), *items)

    def product(self, *items: Any) -> Syntax:
        return items[0] if len(items) == 1 else _made("product", _start(items[0]), *items)

    def negate(self, word: Any, item: Syntax | None = None) -> Syntax:
        part = word if item is None else item
        return _made("negate", part.column, part)

    def last_year(self, item: Syntax, *_words: Token) -> Syntax:
        return _made("of", item.column, item, "last year")

    def of_period(self, item: Syntax, _of: Token, period: Token) -> Syntax:
        return _made("of", item.column, item, str(period))

    def on_day(self, item: Syntax, _on: Token, day: Syntax) -> Syntax:
        return _made("on", item.column, item, day)

    def quantity(self, word: Token) -> Syntax:
        return _made("quantity", _start(word), str(word))

    def day(self, word: Token) -> Syntax:
        return _made("day", _start(word), str(word))

    def call(self, word: Token, *items: Any) -> Syntax:
        return _made("call", _start(word), _function(word), *(i for i in items if i is not None))

    def over(self, word: Token, body: Syntax, _over: Token, kind: Syntax, *where: Any) -> Syntax:
        condition = where[-1] if where else None
        return _made("over", _start(word), _function(word), body, kind, condition)

    def count_where(self, word: Token, kind: Syntax, _where: Token, condition: Syntax) -> Syntax:
        return _made("over", _start(word), _function(word), None, kind, condition)

    def span(self, unit: Token, _b: Token, start: Syntax, _a: Token, end: Syntax) -> Syntax:
        return _made("span", _start(unit), str(unit), start, end)

    def group(self, item: Syntax) -> Syntax:
        return _made("group", item.column, item)


def _function(word: Token) -> str:
    return str(word).rstrip("(").strip()


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from .grammar import tables

    return tables(_Tuples())


@lru_cache(maxsize=16384)
def parse(text: str) -> Syntax:
    """The syntax of one expression.

    >>> parse("a >= 5亿元").kind
    'compare'

    Raises:
        ExpressionError: too long, too deep, or not an expression; ``column`` says where.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError("expression.long", 0, limit=str(MAX_LENGTH))
    plain = narrow(text).replace("，", ",").replace("“", '"').replace("”", '"')
    try:
        return _parser().parse(plain)  # type: ignore[return-value]  # the transformer makes Syntax
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionError):
            raise error.orig_exc from None
        raise
    except UnexpectedEOF:
        raise ExpressionError("expression.ends", len(text), text=text) from None
    except UnexpectedCharacters as error:
        sign = plain[error.pos_in_stream or 0]
        raise ExpressionError("expression.sign", error.pos_in_stream or 0, sign=sign, text=text) from None
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        at = error.pos_in_stream if error.pos_in_stream is not None else 0
        if token is None or token.type == "$END":
            raise ExpressionError("expression.ends", len(text), text=text) from None
        if str(token).endswith(("以上", "以下")):
            try:
                parse_quantity(str(token))
            except QuantityError as bound:
                raise ExpressionError(bound.code, max(at, 0), **bound.params) from None
        raise ExpressionError("expression.word", max(at, 0), word=str(token), text=text) from None
