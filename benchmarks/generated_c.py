"""C generated for one model from its bytecode, compiled with `cc -O2`: the yardstick for the interpreter."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.operations import Op

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program, TimeGrid

_FORMS = {
    Op.ADD: "{a}+{b}",
    Op.SUB: "{a}-{b}",
    Op.MUL: "{a}*{b}",
    Op.DIV: "{a}/{b}",
    Op.POW: "pow({a},{b})",
    Op.MIN: "({a}<{b}?{a}:{b})",
    Op.MAX: "({a}>{b}?{a}:{b})",
    Op.LT: "({a}<{b}?1.0:0.0)",
    Op.LE: "({a}<={b}?1.0:0.0)",
    Op.GT: "({a}>{b}?1.0:0.0)",
    Op.GE: "({a}>={b}?1.0:0.0)",
    Op.EQ: "({a}=={b}?1.0:0.0)",
    Op.NE: "({a}!={b}?1.0:0.0)",
    Op.AND: "(({a}!=0&&{b}!=0)?1.0:0.0)",
    Op.OR: "(({a}!=0||{b}!=0)?1.0:0.0)",
    Op.ZIDZ: "(fabs({b})<1e-6?0.0:{a}/{b})",
    Op.NEG: "-{a}",
    Op.NOT: "({a}==0?1.0:0.0)",
    Op.ABS: "fabs({a})",
    Op.EXP: "exp({a})",
    Op.LN: "log({a})",
    Op.SQRT: "sqrt({a})",
    Op.SIN: "sin({a})",
    Op.COS: "cos({a})",
    Op.SELECT: "({a}!=0?{b}:{c})",
}
_LOOKUP = """
static double look(double x,const double*tx,const double*ty,int n){
 if(x<=tx[0])return ty[0]; if(x>=tx[n-1])return ty[n-1];
 int l=0,h=n-1; while(h-l>1){int m=(l+h)/2; if(tx[m]<=x)l=m; else h=m;}
 return (ty[l+1]-ty[l])/(tx[l+1]-tx[l])*(x-tx[l])+ty[l];}
"""


def emit(program: Program, grid: TimeGrid) -> str:
    """Write the model's step as C with one local variable for every register; Euler's method."""
    tables = "".join(
        f"static const double X{k}[]={{{','.join(map(repr, program.table_x[a:b].tolist()))}}},Y{k}[]={{{','.join(map(repr, program.table_y[a:b].tolist()))}}};\n"
        for k, (a, b) in enumerate(zip(program.table_start[:-1], program.table_start[1:], strict=True))
    )
    lines = []
    for op, target, a, b, c in program.step.tolist():
        if op == Op.LOOKUP:
            form = f"look(r{a},X{b},Y{b},{program.table_start[b + 1] - program.table_start[b]})"
        elif op == Op.SUM:
            form = "+".join(f"r{k}" for k in program.lists[a + 1 : a + 1 + b])
        else:
            form = _FORMS[Op(op)].format(a=f"r{a}", b=f"r{b}", c=f"r{c}")
        lines.append(f"r{target}={form};")
    first, count = program.first_state, program.state_kinds.size
    stocks = "".join(f"double u{s}=r{program.state_update[s]};" for s in range(count)) + "".join(
        f"r{first + s}+=dt*u{s};" for s in range(count)
    )
    saves = "".join(f"out[(s*{program.outputs.size}+{o})*(long)m+i]=r{register};" for o, register in enumerate(program.outputs))
    load = "".join(f"double r{k}=r[{k}*(long)m+i];" for k in range(program.registers))
    return (
        "#include <math.h>\n"
        + _LOOKUP
        + tables
        + "void run(const double*r,double*out,const double*t,const unsigned char*keep,long n,double dt,long m){\n"
        f"for(long i=0;i<m;i++){{{load}long s=0;for(long k=0;k<n;k++){{r0=t[k];r1=dt;{''.join(lines)}if(keep[k]){{{saves}s++;}}{stocks}}}}}}}\n"
    ).replace("{load}", load) + f"/* {grid.times.size} times */\n"


def build(source: str) -> ctypes.CDLL:
    """Compile."""
    folder = Path(tempfile.mkdtemp())
    (folder / "model.c").write_text(source)
    subprocess.run(["cc", "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-o", folder / "model.so", folder / "model.c", "-lm"], check=True)
    return ctypes.CDLL(str(folder / "model.so"))


def run(library: ctypes.CDLL, program: Program, grid: TimeGrid, registers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Run all members from registers after the start program; returns shape (saves, outputs, members)."""
    members = registers.shape[1]
    out = np.empty((int(grid.saved.sum()), program.outputs.size, members))
    keep = grid.saved.astype(np.uint8)
    pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (registers, out, grid.times, keep)]
    library.run(*pointers, ctypes.c_long(grid.times.size), ctypes.c_double(grid.steps[0]), ctypes.c_long(members))
    return out
