"""The codes of the operations as plain numbers, by the names that they have in `operations`; a test holds the two together.

A kernel takes a number that stands in a module for a constant, so that a name costs nothing. They are written out here, and
not read from `operations`: compiled kernels are found again by what this folder contains.
"""

from __future__ import annotations

ADD = 10
SUB = 11
MUL = 12
DIV = 13
POW = 14
MIN = 15
MAX = 16
LT = 17
LE = 18
GT = 19
GE = 20
EQ = 21
NE = 22
AND = 23
OR = 24
MODULO = 25
ZIDZ = 26
ARCTAN2 = 27
QUANTUM = 28
NEG = 40
NOT = 41
ABS = 42
EXP = 43
LN = 44
SQRT = 45
SIN = 46
COS = 47
TAN = 48
ARCSIN = 49
ARCCOS = 50
ARCTAN = 51
SINH = 52
COSH = 53
TANH = 54
TRUNC = 55
FLOOR = 56
ROUND = 57
LOG10 = 58
GAMMA_LN = 59
SELECT = 70
BINOMIAL = 72
POISSON = 73
LOOKUP = 80
LOOKUP_EXTRAPOLATE = 81
LOOKUP_HOLD = 82
LOOKUP_NEXT = 83
LOOKUP_RAW = 84
LOOKUP_INVERT = 85
LOOKUP_SLOPE = 86
LOOKUP_AREA = 87
SUM = 100
PRODUCT = 101
SMALLEST = 102
ELEMENT = 104
SORT_ORDER = 110
RANK = 111
REORDER = 112
ALLOCATE = 113
ALLOCATE_PRIORITY = 114
INVERT = 115
MARKET_PRICE = 116
AT_PRICE = 117

# The first code of each family: the families stand one after the other.
ONE_OPERAND = 40
THREE_OPERANDS = 70
TABLES = 80
MANY_OPERANDS = 100
MANY_RESULTS = 110
