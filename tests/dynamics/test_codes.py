"""The codes that kernels read are those of the operations, and the families stand one after the other."""

from __future__ import annotations

from ecotone.dynamics import operations
from ecotone.dynamics.interpreter import codes
from ecotone.dynamics.operations import Op

FAMILIES = {"ONE_OPERAND", "THREE_OPERANDS", "TABLES", "MANY_OPERANDS", "MANY_RESULTS"}


def test_each_name_is_the_operation_of_this_name() -> None:
    named = {name: value for name, value in vars(codes).items() if name.isupper() and name not in FAMILIES}
    assert named == {name: Op[name].value for name in named}


def test_families_begin_where_the_operations_say() -> None:
    assert max(operations.BINARY) < codes.ONE_OPERAND == min(operations.UNARY)
    assert max(operations.UNARY) < codes.THREE_OPERANDS == Op.SELECT
    assert min(operations.LOOKUPS) == codes.TABLES
    assert min(operations.MANY) == codes.MANY_OPERANDS
    assert min(operations.VECTORS) == codes.MANY_RESULTS
