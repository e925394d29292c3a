"""GDF, the format of GUESS (Adar 2006): a table of nodes and one of edges in one text.

Columns declare a type (`VARCHAR`, `DOUBLE`, `BOOLEAN` …) and may declare a default. Edges without a word on direction
have none. A node that only an edge names is made, as GUESS and Gephi do, and that is told.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.network.formats.building import Builder, edge_column, node_column
from ecotone.network.formats.colours import as_hex, channels
from ecotone.network.formats.columns import whole
from ecotone.network.formats.network_file import LOOK, Network, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.single import only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".gdf",)
TYPES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys(("int", "integer", "tinyint", "smallint", "bigint", "long"), pl.Int64),
    **dict.fromkeys(("double", "float", "real", "decimal", "numeric"), pl.Float64),
    **dict.fromkeys(("boolean", "bool", "bit"), pl.Boolean),
}
_COLUMN: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\S+))\s*([A-Za-z]*)(?:\s*\([^)]*\))?\s*(?:default\s+(.+))?""", re.IGNORECASE)
_FIELD: Final = re.compile(r"""\s*(?:"((?:[^"]|"")*)"|'([^']*)'|([^,]*?))\s*(?:,|$)""")
_OPEN: Final = re.compile(r"""(?:^|,)\s*"(?:[^"]|"")*$""")
_CLOSING: Final = re.compile(r"""(?:[^"]|"")*"\s*(?:,|$)""")
MOST_LINES: Final = 50
"""Lines that one text in quotation marks may go over."""
_TABLE: Final = re.compile(r"\s*(node|edge)def\s*>(.*)", re.IGNORECASE)
_LOOKS: Final = {"x": "x", "y": "y", "z": "z", "color": "colour", "width": "size"}


def recognises(head: str, suffix: str) -> bool:  # noqa: ARG001  one door for all formats
    """Tell whether the text starts with `nodedef>` or `edgedef>`."""
    return re.match(r"\s*(?:nodedef|edgedef)\s*>", head, re.IGNORECASE) is not None


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a GDF file."""
    reading = _Reading(Builder(raw.name, problems, raw.stem))
    for row, line in _rows(decode(raw, problems, encoding=encoding).split("\n")):
        match = _TABLE.match(line) if ">" in line else None
        if match:
            reading.start(match[1].lower(), match[2])
        elif line.strip() and not line.startswith("#"):
            reading.row(line, row)
    if reading.made:
        what = "Edges name nodes that are not declared; they are made"
        reading.builder.problem(what, got=f"{reading.made:,} nodes", severity="noted")
    return NetworkFile((reading.builder.network(),), name=raw.name, format="gdf", problems=problems)


def _rows(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield line numbers and rows: a text in quotation marks may go over lines, if it closes."""
    at = 0
    while at < len(lines):
        row, line = at + 1, lines[at]
        at += 1
        if '"' in line and _OPEN.search(line):
            end = next((place for place in range(at, min(at + MOST_LINES, len(lines))) if '"' in lines[place]), None)
            if end is not None and _CLOSING.match(lines[end]):
                line = "\n".join([line, *lines[at : end + 1]])
                at = end + 1
        yield row, line


def fields(line: str) -> list[str]:
    """Return the fields of a line; a quotation mark counts where a field starts with it.

    Examples
    --------
    >>> fields('"LITTLE, ABNER",hero'), fields("v1,'255,0,0',T'CHAL,")
    (['LITTLE, ABNER', 'hero'], ['v1', '255,0,0', "T'CHAL", ''])
    """
    if '"' not in line and "'" not in line:
        return [field.strip() for field in line.split(",")]
    found, at = [], 0
    while at <= len(line):
        match = _FIELD.match(line, at)
        if match is None:  # a mark that never closes, or text behind a closing one: take it as it stands
            cut = line.find(",", at)
            end = len(line) if cut < 0 else cut
            found.append(line[at:end].strip())
            at = end + 1
            continue
        doubled, single, plain = match.groups()
        found.append(doubled.replace('""', '"') if doubled is not None else single if single is not None else plain)
        at = match.end()
        if at == len(line):
            if line.endswith(",") and match.end() > match.start():
                found.append("")
            break
    return found


class _Reading:
    """The two tables while they are read."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.table = ""
        self.columns: list[tuple[str, pl.DataType | type[pl.DataType], str | None]] = []
        self.made = 0
        self.delimiter = ","

    def start(self, table: str, header: str) -> None:
        """Read the header of a table."""
        self.table, self.columns = table, []
        self.delimiter = next((mark for mark in ",;\t" if mark in header), ",")
        for part in re.findall(rf"(?:^|{self.delimiter})((?:[^{self.delimiter}(]++|\([^()]*\)|\()*)", header):
            match = _COLUMN.fullmatch(part)
            name = next((group for group in match.groups()[:3] if group), part.strip()) if match else part.strip()
            dtype = TYPES.get(match[4].lower(), pl.String) if match else pl.String
            self.columns.append((name, dtype, match[5].strip(" '\"") if match and match[5] else None))
        self.name_special()

    def name_special(self) -> None:
        """Call columns that mean something as they are meant: in any case of letters, and the ends by their place."""
        own = ("name", "label") if self.table == "node" else ("node1", "node2", "weight", "directed", "label")
        ends = own[:1] if self.table == "node" else own[:2]
        self.columns = [(name.lower() if name.lower() in own else name, dtype, default) for name, dtype, default in self.columns]
        names = [name for name, *_ in self.columns]
        for place, end in enumerate(ends):
            if not set(ends) & set(names) and place < len(names):
                what = "The first columns have other names than GDF gives them; they are taken by their place"
                self.builder.problem(what, got=names[place], severity="noted")
                self.columns[place] = (end, *self.columns[place][1:])

    def row(self, line: str, row: int) -> None:
        """Read a row of a table."""
        if not self.table:
            self.builder.problem("The line stands before any table", row=row, got=line)
            return
        cells = fields(line) if self.delimiter == "," else next(csv.reader([line], delimiter=self.delimiter), [])
        if len(cells) > len(self.columns):
            what = "The row has more fields than the table; the last ones are left out"
            self.builder.problem(what, row=row, got=f"{len(cells)} of {len(self.columns)}", severity="changed")
        said: dict[str, Any] = {}
        for place, (name, dtype, default) in enumerate(self.columns):
            text = cells[place] if place < len(cells) and cells[place] != "" else default
            if text is not None:
                said[name] = self.value(text, dtype, row)
        if self.table == "node":
            self.node(said, row)
        else:
            self.edge(said, row)

    def value(self, text: str, dtype: pl.DataType | type[pl.DataType], row: int) -> Any:
        """Return a value in its type."""
        try:
            if dtype == pl.Int64:
                return whole(text)
            if dtype == pl.Float64:
                return float(text)
            if dtype == pl.Boolean:
                return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        except (ValueError, KeyError):
            self.builder.problem("The value is not of its column's type; it is left out", row=row, got=text, severity="changed")
            return None
        return text

    def node(self, said: dict[str, Any], row: int) -> None:
        """Take a node."""
        id_ = said.pop("name", None)
        if id_ is None:
            self.builder.problem("A node has no name", row=row)
            return
        label = said.pop("label", None)
        item = self.builder.node(str(id_), None if label is None else str(label), row=row)
        if item is None:
            return
        for name, value in said.items():
            look = _LOOKS.get(name.lower())
            shown = as_hex(str(value)) if look == "colour" else value
            if look and shown is not None and (look == "colour" or isinstance(shown, int | float)):
                self.builder.node_values.put(f"{LOOK}{look}", item, shown if look == "colour" else float(shown))
            elif value is not None:
                self.builder.node_types.setdefault(node_column(name), self.dtype(name))
                self.builder.node_value(name, item, value)

    def edge(self, said: dict[str, Any], row: int) -> None:
        """Take an edge."""
        builder = self.builder
        ends = [said.pop("node1", None), said.pop("node2", None)]
        if None in ends:
            builder.problem("An edge lacks one of its nodes", row=row, got=str(ends))
            return
        places = []
        for end in ends:
            self.made += str(end) not in builder.row_of
            places.append(builder.need(str(end)))
        weight = said.pop("weight", 1.0)
        if isinstance(weight, str):
            weight = builder.number(weight, row=row)
        directed = said.pop("directed", False)
        directed = directed.lower() in {"true", "1"} if isinstance(directed, str) else bool(directed)
        relation = said.pop("relation", None)
        item = builder.edge(*places, weight=1.0 if weight is None else float(weight), directed=directed, relation=relation, row=row)
        colour = as_hex(str(said.get("color"))) if "color" in said else None
        if colour:
            said.pop("color")
            builder.edge_values.put(f"{LOOK}colour", item, colour)
        for name, value in said.items():
            if value is not None:
                builder.edge_types.setdefault(edge_column(name), self.dtype(name))
                builder.edge_value(name, item, value)

    def dtype(self, name: str) -> pl.DataType | type[pl.DataType]:
        """Return the declared type of a column."""
        return next(dtype for column, dtype, _ in self.columns if column == name)


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".gdf") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a GDF file; of several networks the first, or all as relations if they have the same nodes."""
    network = only_network(file, problems)
    ids = network.nodes["id"]
    nodes = network.nodes.select(
        pl.col("id").alias("name"),
        *([] if network.nodes["label"].null_count() == len(ids) else ["label"]),
        *_looks(network.nodes),
        *[pl.col(name).alias(_free(name, ("name", "label", *_LOOKS))) for name in network.node_attributes()],
    )
    edges = network.ties().select(
        pl.col("source").alias("node1"),
        pl.col("target").alias("node2"),
        "weight",
        "directed",
        *([] if not network.relations else ["relation"]),
        *[c for c in _looks(network.edges) if c.meta.output_name() == "color"],
        *[
            pl.col(name).alias(_free(name, ("node1", "node2", "weight", "directed", "relation", "color")))
            for name in network.edge_attributes()
        ],
    )
    lines = _table("nodedef", nodes, problems) + _table("edgedef", edges, problems)
    _losses(network, problems)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _free(name: str, own: tuple[str, ...]) -> str:
    """Return a column name for an attribute that GDF would not take for something of its own."""
    return f"{name} (attribute)" if name.lower() in own else name


def _looks(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(f"{LOOK}{look}").alias(name) for name, look in _LOOKS.items() if f"{LOOK}{look}" in frame.columns]


def _table(word: str, frame: pl.DataFrame, problems: Problems) -> list[str]:
    """Return header and rows of one table."""
    head = []
    for name, dtype in frame.schema.items():
        kind = "BIGINT" if dtype.is_integer() else "DOUBLE" if dtype.is_float() else "BOOLEAN" if dtype == pl.Boolean else "VARCHAR"
        head.append(f"{_name(name, problems)} {kind}")
    lines = [f"{word}>{','.join(head)}"]
    lines.extend(",".join(_field(name, value, problems) for name, value in row.items()) for row in frame.iter_rows(named=True))
    return lines


def _name(name: str, problems: Problems) -> str:
    """Return a column name without the signs that would cut it."""
    safe = re.sub(r"[\s,()'\"<>]", "_", name)
    if safe != name:
        problems.add(
            Problem("GDF column names hold no spaces or signs; the attribute is renamed", got=f"{name} → {safe}", severity="changed")
        )
    return safe


def _field(name: str, value: Any, problems: Problems) -> str:
    """Return one field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        problems.add(Problem("GDF has no lists; the items are joined by |", column=name, severity="changed"))
        value = "|".join(value)
    if name == "color" and as_hex(value) == value:
        red, green, blue, alpha = channels(value)
        if alpha is not None:
            problems.add(Problem("GDF colours have no opacity", got=value, severity="changed"))
        return f"'{red},{green},{blue}'"
    flat = " ".join(value.split()) if "\n" in value or "\r" in value or value != value.strip() else value
    mark = '"' if '"' not in flat else "'"
    if mark in flat:
        flat = flat.replace('"', "'")
        mark = '"'
    if flat != value:
        problems.add(
            Problem(
                "GDF cannot hold line breaks, outer spaces, or both kinds of quotation marks", column=name, got=value, severity="changed"
            )
        )
    if not flat:
        problems.add(Problem("GDF cannot tell an empty text from none", column=name, severity="changed"))
        return ""
    return f"{mark}{flat}{mark}"


def _losses(network: Network, problems: Problems) -> None:
    for what, there in (
        ("GDF has no time; spells and values that change are left out", network.temporal),
        ("GDF does not say that a network is two-mode", network.two_mode is not None),
        ("GDF has no hierarchy; parents are left out", "parent" in network.nodes.columns),
        ("GDF has no shapes; they are left out", f"{LOOK}shape" in network.nodes.columns),
        ("A tie without weight is read as 1", network.edges["weight"].null_count() > 0),
        ("What the file says of itself is left out", bool(network.meta)),
    ):
        if there:
            problems.add(Problem(what, got=network.name or None, severity="changed"))
