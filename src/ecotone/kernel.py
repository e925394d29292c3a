"""The one decorator around Numba: compiled on first call, cached by content, plain Python where asked.

`@kernel` makes a function of arrays and scalars fast. Numba is imported at the first call of the first kernel, never
with the package. Compiled code is kept in the user's cache folder and found again by a hash of the *contents* of the
module's folder and of this file: file times change with every clone, and Numba itself does not notice when a kernel
that another kernel calls has changed. A kernel may therefore call kernels of its own folder, and no others.

No fast-math, no fused multiply-add, no parallel loops: the same lock file on the same class of processor gives the
same bytes. With `ECOTONE_KERNELS=python` every kernel runs as the plain Python it is written in: tests run a second
time that way, and coverage sees the lines.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

PLAIN: Final = os.environ.get("ECOTONE_KERNELS", "") == "python"

on_compile: list[Callable[[str], None]] = []
"""Functions told, with the kernel's name, before a kernel that is in no cache is compiled; the CLI shows a line."""


class Kernel(Generic[P, R]):
    """A function that is compiled when it is first called."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self._compiled: Any = None
        functools.update_wrapper(self, function)

    @property
    def compiled(self) -> Any:
        """Return Numba's dispatcher for the function, made on first use."""
        if self._compiled is None:
            _prepare()
            import numba

            dispatcher: Any = numba.njit(cache=True, fastmath=False, error_model="numpy")(self.function)
            dispatcher._compiler.compile = self._announced(dispatcher._compiler.compile)  # noqa: SLF001  the only hook Numba has
            self._compiled = dispatcher
        return self._compiled

    def _announced(self, compile_: Callable[..., Any]) -> Callable[..., Any]:
        """Tell `on_compile` before a signature that is in no cache is compiled."""

        def compile_aloud(*args: Any, **kwargs: Any) -> Any:
            for tell in on_compile:
                tell(self.function.__name__)
            return compile_(*args, **kwargs)

        return compile_aloud

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the kernel, compiled unless `ECOTONE_KERNELS=python`."""
        if PLAIN:
            return self.function(*args, **kwargs)
        result: R = self.compiled(*args, **kwargs)
        return result


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """Compile a function of arrays and scalars on its first call, cached by content in the user's cache folder.

    Examples
    --------
    >>> @kernel
    ... def double(x: float) -> float:
    ...     return 2 * x
    >>> double.function(4.0)
    8.0
    """
    return Kernel(function)


def cache_folder() -> Path:
    """Return where compiled kernels are kept: `ECOTONE_CACHE`, or the user's cache folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("ECOTONE_CACHE") or user_cache_dir("ecotone", appauthor=False)) / "kernels"


@functools.cache
def _folder_digest(folder: Path) -> str:
    """Hash the contents of a folder's modules and of this file."""
    total = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(folder.glob("*.py")):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:24]


@functools.cache
def _prepare() -> None:
    """Teach Numba that a `Kernel` in a global name is the function it compiles to, and where its cache lies."""
    import numba
    from numba.core import caching, types
    from numba.core.typing.typeof import typeof_impl

    @typeof_impl.register(Kernel)
    def _typeof_kernel(value: Kernel[..., Any], _context: object) -> Any:
        return types.Dispatcher(value.compiled)

    class ContentLocator(caching._CacheLocator):  # noqa: SLF001  Numba offers no public way to choose the stamp
        """Find a module's cache by what the module's folder contains."""

        def __init__(self, function: Callable[..., Any], source: str) -> None:
            self._line = function.__code__.co_firstlineno
            self._name = f"{function.__module__}.{function.__qualname__}"
            self._digest = _folder_digest(Path(source).parent)

        def get_cache_path(self) -> str:
            return str(cache_folder() / f"numba-{numba.__version__}-py{sys.version_info[0]}{sys.version_info[1]}" / self._digest)

        def get_source_stamp(self) -> tuple[str, str]:
            return self._name, self._digest

        def get_disambiguator(self) -> str:
            return str(self._line)

        @classmethod
        def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Any:
            if not Path(py_file).exists():
                return None
            self: Any = cls(py_func, py_file)
            try:
                self.ensure_cache_path()
            except OSError:
                return None
            return self

    for implementation in (caching.CompileResultCacheImpl, caching.CodeLibraryCacheImpl):
        implementation._locator_classes = [ContentLocator]  # noqa: SLF001
