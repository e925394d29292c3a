"""A Pratt parser (V. Pratt, Top down operator precedence, 1973) for the right side of an equation.

Binding powers follow the Vensim reference manual and XMILE 1.0 section 3.3.1, which agree: `or`, `and`, `not`,
comparisons, sums, products, unary minus, powers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from ecotone.dynamics.formats.lexer import Token, tokens
from ecotone.dynamics.syntax import Binary, BinaryOperator, Call, Expression, Index, Name, Number, Numbers, Table, Text, Unary
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

NA: Final = -(2.0**110)
"""The number that Vensim takes for "not available", as its own result files hold it."""

_POWER: Final = {
    "or": (10, 11),
    "and": (20, 21),
    "=": (40, 41),
    "<>": (40, 41),
    "<": (40, 41),
    "<=": (40, 41),
    ">": (40, 41),
    ">=": (40, 41),
    "+": (50, 51),
    "-": (50, 51),
    "*": (60, 61),
    "/": (60, 61),
    "//": (60, 61),
    "mod": (60, 61),
    "^": (80, 79),
}
_NOT = 30
_SIGN = 70
_DEPTH: Final = 200


class Parser:
    """Read one expression from tokens.

    Parameters
    ----------
    text : str
        The right side of an equation.
    dialect : {'vensim', 'xmile'}
        How names and words are written.
    where : str
        Variable, file and line, for messages.
    """

    def __init__(self, text: str, dialect: Literal["vensim", "xmile"], *, where: str) -> None:
        self.dialect = dialect
        self.where = where
        self.tokens = tokens(text, dialect, where=where)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """Return the token that comes next."""
        return self.tokens[self.at]

    def fail(self, what: str, *, expected: str | None = None) -> ModelError:
        """Make the error that names where reading stopped."""
        got = self.token.text or "the end of the equation"
        return ModelError(what, where=f"{self.where}, column {self.token.column}", got=got, expected=expected)

    def next(self) -> Token:
        """Take the next token; the end stays where it is."""
        token = self.token
        self.at += token.kind != "end"
        return token

    def take(self, text: str) -> bool:
        """Take the next token if it is this operator."""
        if self.token.kind == "operator" and self.token.text == text:
            self.at += 1
            return True
        return False

    def _ahead(self, text: str) -> bool:
        """Tell whether this operator comes next."""
        token = self.tokens[self.at]
        return token.kind == "operator" and token.text == text

    def _name(self) -> str | None:
        """Take the next token if it is a name."""
        token = self.tokens[self.at]
        if token.kind != "name":
            return None
        self.at += 1
        return token.text

    def expect(self, text: str) -> None:
        """Take this operator or fail."""
        if not self.take(text):
            raise self.fail(f"A '{text}' is missing", expected=f"'{text}'")

    def finish(self) -> None:
        """Fail unless everything was read."""
        if self.token.kind != "end":
            raise self.fail("The equation goes on where it should end", expected="an operator, or the end")

    def expression(self, power: int = 0) -> Expression:
        """Read an expression whose operators bind more tightly than `power`."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.fail(f"The equation is nested more than {_DEPTH} deep")
        left = self._prefix()
        while self.token.kind == "operator" and self.token.text in _POWER:
            operator = self.token.text
            left_power, right_power = _POWER[operator]
            if left_power < power:
                break
            self.at += 1
            right = self.expression(right_power)
            # Stella's `//` is a division that gives 0 where the divisor is 0.
            left = Call("SAFEDIV", (left, right)) if operator == "//" else Binary(cast("BinaryOperator", operator), left, right)
        self.depth -= 1
        return left

    def _prefix(self) -> Expression:
        token = self.next()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Text(token.text)
        if token.kind == "name":
            return self._named(token)
        if token.kind == "operator":
            if token.text in {"-", "+"}:
                operand = self.expression(_SIGN)
                if isinstance(operand, Number):
                    return Number(-operand.value) if token.text == "-" else operand
                return Unary(cast("Literal['-', '+']", token.text), operand)
            if token.text == "not":
                return Unary("not", self.expression(_NOT))
            if token.text == ":na:":
                return Number(NA)
            if token.text == "if":
                return self._conditional(token)
            if token.text == "mod":  # a function of that name, or a variable
                return self._named(Token("name", "mod", token.column))
            if token.text == "(":
                if self._at_table():
                    self.at -= 1
                    return self.table()
                inside = self.expression()
                self.expect(")")
                return inside
        self.at -= token.kind != "end"
        raise self.fail("An operand is missing", expected="a number, a name or a bracket")

    def _conditional(self, token: Token) -> Expression:
        condition = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return Call("if then else", (condition, yes, self.expression()), column=token.column)

    def _phrase(self, token: Token) -> Token:
        """Take the rest of a function's name that has blanks in it, as converters from Vensim to XMILE leave it."""
        if self.dialect == "vensim":
            return token
        words, at = [token.text], self.at
        while self.tokens[at].kind == "name":
            words.append(self.tokens[at].text)
            at += 1
        if len(words) > 1 and self.tokens[at].text == "(":
            self.at = at
            return Token("name", " ".join(words), token.column)
        return token

    def _named(self, token: Token) -> Expression:
        token = self._phrase(token)
        indices = self.indices() if self._ahead("[") else ()
        if not self._ahead("("):
            return Name(token.text, indices, token.column)
        self.at += 1
        if token.text.upper().replace("_", " ") == "TABBED ARRAY":
            return self._tabbed()
        arguments: list[Expression] = []
        outputs: list[str] = []
        if not self.take(")"):
            while True:
                arguments.append(self.expression())
                if self.take(":"):
                    while True:
                        output = self._name()
                        if output is None:
                            raise self.fail("The name of a macro's output is missing", expected="a name")
                        outputs.append(output)
                        if not self.take(","):
                            break
                if self.take(")"):
                    break
                self.expect(",")
        return Call(token.text, tuple(arguments), indices, tuple(outputs), token.column)

    def indices(self) -> tuple[Index, ...]:
        """Read subscripts in square brackets."""
        self.expect("[")
        found: list[Index] = []
        while True:
            found.append(self._index())
            if self.take("]"):
                return tuple(found)
            self.expect(",")

    def _index(self) -> Index:
        if self.take("*"):
            if self.take(":"):  # `*:Range` runs over a range
                return Index(self.next().text, bang=True)
            return Index("*", bang=True)
        ahead = self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if self.token.kind == "name" and ahead.kind == "operator" and ahead.text in {",", "]", "!"}:
            name = self.next().text
            return Index(name, bang=self.take("!"))
        if self.token.kind == "number" and ahead.kind == "operator" and ahead.text in {",", "]"}:
            return Index(self.next().text)
        start = self.expression()
        if self.take(":"):
            stop = self.expression()
            return Index("", bang=True, expression=Call("range", (start, stop)))
        return Index("", expression=start)

    def _at_table(self) -> bool:
        """Tell whether an opened bracket begins the points of a graphical function."""
        if self.token.kind == "operator" and self.token.text == "[":
            return True
        if not (self.token.kind == "operator" and self.token.text == "("):
            return False
        following = self.at + 1
        while self.tokens[following].text in {"-", "+"}:
            following += 1
        return self.tokens[following].kind == "number" and self.tokens[following + 1].text == ","

    def signed(self) -> float:
        """Read a number with its signs."""
        sign = 1.0
        while self.token.text in {"-", "+"}:
            if self.next().text == "-":
                sign = -sign
        if self.take(":na:"):
            return NA
        if self.token.kind == "name" and self.token.text.lower() in {"inf", "infinity"}:
            self.at += 1
            return sign * float("inf")
        if self.token.kind != "number":
            raise self.fail("A number is missing", expected="a number")
        return sign * float(self.next().text)

    def _points(self, keep: Callable[[float, float], object]) -> None:
        while self.take("("):
            x = self.signed()
            self.expect(",")
            keep(x, self.signed())
            self.expect(")")
            if not self.take(","):
                return

    def table(self) -> Table:
        """Read `([(0,0)-(10,10)],(0,1),(10,2))`: the optional view range is not part of the function."""
        self.expect("(")
        if self.take("["):
            while not self.take("]"):
                if self.token.kind == "end":
                    raise self.fail("The range of the graphical function is not closed", expected="']'")
                self.at += 1
            self.take(",")
        x: list[float] = []
        y: list[float] = []

        def keep(a: float, b: float) -> None:
            x.append(a)
            y.append(b)

        if self.token.text == "(":
            self._points(keep)
        elif self.token.text != ")":  # the old form: all x, then all y
            numbers = [self.signed()]
            while self.take(","):
                numbers.append(self.signed())
            if len(numbers) % 2:
                raise self.fail("A graphical function needs as many x as y", expected="an even count of numbers")
            x, y = numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :]
        self.expect(")")
        return Table(tuple(x), tuple(y))

    def _tabbed(self) -> Expression:
        """Read the numbers of `TABBED ARRAY`: how they fall into rows follows from the subscripts on the left."""
        numbers: list[float] = []
        while not self.take(")"):
            numbers.append(self.signed())
            self.take(",")
            self.take(";")
        return Numbers((tuple(numbers),))

    def numbers(self) -> Numbers | None:
        """Read a list of constants (`1, 2; 3, 4;`), or go back and return None if it is something else."""
        start = self.at
        rows: list[tuple[float, ...]] = []
        row: list[float] = []
        try:
            while True:
                row.append(self.signed())
                if self.take(","):
                    continue
                if self.take(";"):
                    rows.append(tuple(row))
                    row = []
                    if self.token.kind == "end":
                        break
                    continue
                break
        except ModelError:
            self.at = start
            return None
        if row:
            rows.append(tuple(row))
        if self.token.kind != "end" or (len(rows) == 1 and len(rows[0]) == 1):
            self.at = start
            return None
        return Numbers(tuple(rows))


def parse_expression(text: str, dialect: Literal["vensim", "xmile"], *, where: str = "expression") -> Expression:
    """Read one expression.

    Examples
    --------
    >>> parse_expression("births - 2 * deaths", "vensim").operator
    '-'
    """
    parser = Parser(text, dialect, where=where)
    found = parser.expression()
    parser.finish()
    return found
