"""UCINET's data language, DL (Borgatti, Everett & Freeman, UCINET 6 user's guide): matrices and lists under a header.

The header starts with the letters `DL` and says how many nodes (`n`, or `nr` and `nc` for two modes) and matrices
(`nm`) there are and in what `format` they stand. Several matrices are relations of one network. The cells of a full
one-mode matrix are arcs, those of a half one and of a two-mode matrix have no direction. A cell of 0 is no tie. In a
ranked list the weight is the rank. Lines that start with `##` or a lone `#` are comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.network.formats.building import Builder
from ecotone.network.formats.network_file import Network, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.single import in_modes, only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".dl", ".dat")
MOST_NODES: Final = 2_000_000
FORMATS: Final = {
    "fullmatrix": "fullmatrix",
    "fm": "fullmatrix",
    "upperhalf": "upperhalf",
    "uh": "upperhalf",
    "lowerhalf": "lowerhalf",
    "lh": "lowerhalf",
    "nodelist1": "nodelist",
    "nl1": "nodelist",
    "nodelist2": "nodelist",
    "nl2": "nodelist",
    "nodelist1b": "nodelist1b",
    "nl1b": "nodelist1b",
    "edgelist1": "edgelist",
    "el1": "edgelist",
    "edgelist2": "edgelist",
    "el2": "edgelist",
    "edgelist": "edgelist",
    "edgearray1": "edgearray",
    "ea1": "edgearray",
    "edgearray2": "edgearray",
    "ea2": "edgearray",
    "rankedlist1": "rankedlist",
    "rl1": "rankedlist",
    "rankedlist2": "rankedlist",
    "rl2": "rankedlist",
}
LISTS: Final = frozenset({"nodelist", "nodelist1b", "edgelist", "edgearray", "rankedlist"})
_TOKEN: Final = re.compile(r'"[^"]*"|\'[^\']*\'|[^\s,"]+')
_NUMBERS: Final = re.compile(r"\b(n|nr|nc|nm)\s*=\s*(\d+)", re.IGNORECASE)
_FORMAT: Final = re.compile(r"\bformat\s*=?\s*((?:full|lower|upper|node|edge|ranked)\s+(?:matrix|half|list|array)\w*|\w+)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?m)^[ \t]*#(?:[# \t][^\n]*)?$|[ \t]##[^\n]*")
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"")
_PART: Final = re.compile(
    r"\b(data|(?:(?:row|col|column|level|matrix)[ \t]+)?labels(?:[ \t]+embedded)?)\s*(?::|$)"
    r"|\b(?:(?:row|col|column)\s+)?labels\s+embedded\b",
    re.IGNORECASE | re.MULTILINE,
)


def recognises(head: str, suffix: str) -> bool:  # noqa: ARG001  one door for all formats
    """Tell whether the first word, comments aside, is `DL` and the header goes on as one of DL does."""
    head = _COMMENT.sub("", head)
    return re.match(r"\s*dl\b[\s,]*(?:n|nr|nc|nm|format|title|labels|row|col|data)\b", head, re.IGNORECASE) is not None


@dataclass(slots=True)
class _Header:
    """What stands above the data."""

    rows: int = 0
    columns: int = 0
    matrices: int = 1
    format: str = "fullmatrix"
    declared: bool = False
    two_mode: bool = False
    diagonal: bool = True
    row_labels: list[str] = field(default_factory=list)
    column_labels: list[str] = field(default_factory=list)
    matrix_labels: list[str] = field(default_factory=list)
    row_embedded: bool = False
    column_embedded: bool = False


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a DL file."""
    text = _COMMENT.sub("", decode(raw, problems, encoding=encoding))
    builder = Builder(raw.name, problems, raw.stem)
    header, start = _header(text, builder)
    first = text.count("\n", 0, start) + 1
    lines = [(row, line) for row, line in enumerate(text[start:].split("\n"), start=first) if line.strip()]
    reading = _Reading(header, builder)
    reading.all(lines)
    if not reading.builder.ids and not header.declared:
        builder.problem("The header says neither how many nodes there are nor their labels")
        return NetworkFile(name=raw.name, format="dl", problems=problems)
    return NetworkFile((builder.network(),), name=raw.name, format="dl", problems=problems)


def _header(text: str, builder: Builder) -> tuple[_Header, int]:
    """Read what stands above the data; return it and where the data start."""
    header = _Header()
    data = re.search(r"\bdata\s*:", _masked(text), re.IGNORECASE)
    head, start = (text[: data.start()], data.end()) if data else (text, len(text))
    masked = _masked(head)
    if data is None:
        builder.problem("The file has no data section", remedy="Look whether it is cut off")
    parts = list(_PART.finditer(masked))
    plain = masked[: parts[0].start()] if parts else masked
    said = {name.lower(): int(count) for name, count in _NUMBERS.findall(masked)}
    header.declared = bool({"n", "nr"} & set(said))
    header.two_mode = "nr" in said or "nc" in said
    header.rows = said.get("nr", said.get("n", 0))
    header.columns = said.get("nc", said.get("n", header.rows)) if header.two_mode else header.rows
    header.matrices = said.get("nm", 1)
    if max(header.rows, header.columns) > MOST_NODES or header.matrices > MOST_NODES:
        got = f"{max(header.rows, header.columns, header.matrices):,}"
        raise UnsafeFileError(
            "The header declares more than is safe to read", where=builder.file, got=got, expected=f"{MOST_NODES:,} at most"
        )
    named = _FORMAT.search(plain) or _FORMAT.search(masked)
    if named:
        word = "".join(named[1].lower().split())
        header.format = FORMATS.get(word, "")
        if not header.format:
            raise UnreadableError("The format of the data is not read", where=builder.file, got=word, expected=", ".join(FORMATS))
    header.diagonal = re.search(r"diagonal\s*=?\s*absent", masked, re.IGNORECASE) is None
    for place, part in enumerate(parts):
        word = " ".join(part[0].lower().replace(":", "").split())
        end = parts[place + 1].start() if place + 1 < len(parts) else len(head)
        between = head[part.end() : end]
        _labels(header, word, _NUMBERS.sub(" ", _FORMAT.sub(" ", between)))
    return header, start


def _masked(text: str) -> str:
    """Return a text of the same length with blanks in place of what stands in quotation marks: words there say nothing."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def _labels(header: _Header, word: str, text: str) -> None:
    """Put labels where their heading says; where blanks cut them into too many, commas or lines part them."""
    labels = [_bare(token) for token in _TOKEN.findall(text)]
    count = header.matrices if word.startswith(("level", "matrix")) else header.columns if word.startswith("col") else header.rows
    if count and len(labels) > count:
        parted = [_bare(" ".join(part.split())) for part in re.split(r"[,\n]", text) if part.strip()]
        labels = parted if len(parted) == count else labels
    if word.endswith("embedded"):
        header.row_embedded = header.row_embedded or not word.startswith("col")
        header.column_embedded = header.column_embedded or not word.startswith("row")
    elif word.startswith(("level", "matrix")):
        header.matrix_labels = labels
    elif word.startswith("col"):
        header.column_labels = labels
    else:
        header.row_labels = labels


def _bare(token: str) -> str:
    return token[1:-1] if token[0] in "\"'" and len(token) > 1 and token[-1] == token[0] else token


class _Reading:
    """The data while they are read."""

    def __init__(self, header: _Header, builder: Builder) -> None:
        self.header = header
        self.builder = builder
        self.places: list[dict[str, int]] = [{}, {}]

    def all(self, lines: list[tuple[int, str]]) -> None:
        """Read nodes, then ties."""
        header = self.header
        if header.format.endswith("half"):
            header.two_mode = False
        self.builder.default_directed = not (header.two_mode or header.format.endswith("half"))
        listed = header.format in LISTS
        cells = [] if listed else [(row, _bare(token)) for row, line in lines for token in _TOKEN.findall(line)]
        if header.format == "fullmatrix" and header.column_embedded:
            header.column_labels = [token for _, token in cells[: header.columns]]
            cells = cells[header.columns :]
        if cells and header.row_embedded:
            step = header.columns + 1
            header.row_labels = [token for _, token in cells[: step * header.rows : step]]
            cells = [cell for place, cell in enumerate(cells) if place % step]
        if listed:
            self.embedded(lines)
        self.nodes()
        if listed:
            self.lists(lines)
        else:
            self.matrices(cells)

    def relation(self, place: int) -> str | None:
        """Return the name of a matrix; one that stands alone may have none."""
        labels = self.header.matrix_labels
        return labels[place] if place < len(labels) else str(place + 1) if self.header.matrices > 1 else None

    def embedded(self, lines: list[tuple[int, str]]) -> None:
        """Find the labels in lists that name their nodes."""
        header = self.header
        if not (header.row_embedded or header.column_embedded):
            return
        found: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for _, line in lines:
            tokens = [_bare(token) for token in _TOKEN.findall(line)]
            if tokens[:1] == ["!"]:
                continue
            tokens = tokens[:2] if header.format.startswith("edge") else tokens
            for place, token in enumerate(tokens):
                found[1 if place and header.two_mode else 0][token] = None
        header.row_labels, header.column_labels = list(found[0]), list(found[1]) if header.two_mode else list(found[0])
        if not header.two_mode and 0 < header.rows < len(header.row_labels):
            self.in_one_case(header.row_labels)
        for mode, labels in enumerate((header.row_labels, header.column_labels)):
            self.places[mode] = {label: place for place, label in enumerate(labels)} | self.places[mode]
        if 0 < header.rows < len(header.row_labels):
            got = f"{len(header.row_labels)}, not {header.rows}"
            self.builder.problem("The data name more nodes than the header declares; they are kept", got=got, severity="noted")
        header.rows = max(header.rows, len(header.row_labels))
        header.columns = max(header.columns, len(header.column_labels)) if header.two_mode else header.rows

    def in_one_case(self, labels: list[str]) -> None:
        """Take labels that differ in the case of letters for one node, as UCINET does, if that makes as many as declared."""
        first: dict[str, str] = {}
        for label in labels:
            first.setdefault(label.upper(), label)
        if len(first) == self.header.rows:
            place_of = {upper: place for place, upper in enumerate(first)}
            for places in self.places:
                places.update({label: place_of[label.upper()] for label in labels})
            self.header.row_labels = self.header.column_labels = list(first.values())
            self.builder.problem("Labels that differ in the case of letters only are one node, as in UCINET", severity="noted")

    def nodes(self) -> None:
        """Make the nodes: those of the rows, and those of the columns if they are others."""
        header, builder = self.header, self.builder
        header.rows = header.rows or len(header.row_labels)
        header.columns = header.columns or (len(header.column_labels) if header.two_mode else header.rows)
        total = header.rows + (header.columns if header.two_mode else 0)
        row_labels = header.row_labels or ([] if header.two_mode else header.column_labels)
        for what, labels, count in (
            ("rows", row_labels, header.rows),
            ("columns", header.column_labels if header.two_mode else [], header.columns),
        ):
            if labels and len(labels) != count:
                got = f"{len(labels)} labels, {count} {what}"
                builder.problem("The header gives another number of labels than it declares", got=got, severity="changed")
        padded: list[str | None] = [*row_labels[: header.rows]] + [None] * (header.rows - len(row_labels))
        if header.two_mode:
            padded += [*header.column_labels[: header.columns]] + [None] * (header.columns - len(header.column_labels))
            builder.two_mode = (header.rows, header.columns)
        for place in range(total):
            builder.node(str(place + 1), padded[place])
        for mode, labels in enumerate((row_labels, header.column_labels if header.two_mode else row_labels)):
            for place, label in enumerate(labels):
                self.places[mode].setdefault(label, place)

    def matrices(self, cells: list[tuple[int, str]]) -> None:
        """Read the cells of matrices, one after the other."""
        header = self.header
        pairs = self.pairs()
        if header.diagonal and not header.two_mode and len(cells) != len(pairs) * header.matrices:
            header.diagonal = False
            without = self.pairs()
            if len(cells) == len(without) * header.matrices and cells:
                self.builder.problem("The diagonal is not in the data, though the header does not say so", severity="noted")
                pairs = without
        if len(cells) != len(pairs) * header.matrices:
            what = "The data have another number of cells than the header declares; what is there is read"
            got = f"{len(cells):,}, not {len(pairs) * header.matrices:,}"
            self.builder.problem(what, row=cells[-1][0] if cells else None, got=got, severity="changed")
        shift = header.rows if header.two_mode else 0
        directed = self.builder.default_directed
        for place, (row, text) in enumerate(cells[: len(pairs) * header.matrices]):
            if text == "0":
                continue
            value = self.builder.number(text, row=row, what="cell")
            if value is not None and value != 0:
                matrix, cell = divmod(place, len(pairs))
                source, target = pairs[cell]
                self.builder.edge(source, target + shift, weight=value, directed=directed, relation=self.relation(matrix), row=row)

    def pairs(self) -> list[tuple[int, int]]:
        """Return row and column of each cell in the order of the data."""
        header = self.header
        gap = 0 if header.diagonal else 1
        size = header.rows
        if header.format == "lowerhalf":
            return [(i, j) for i in range(size) for j in range(i + 1 - gap)]
        if header.format == "upperhalf":
            return [(i, j) for i in range(size) for j in range(i + gap, size)]
        return [(i, j) for i in range(header.rows) for j in range(header.columns) if header.diagonal or header.two_mode or i != j]

    def lists(self, lines: list[tuple[int, str]]) -> None:
        """Read lists: one tie a line with its weight, or a node and all those it has a tie to."""
        header, builder = self.header, self.builder
        matrix, counted = 0, 0
        shift = header.rows if header.two_mode else 0
        for row, line in lines:
            tokens = [_bare(token) for token in _TOKEN.findall(line)]
            if tokens and tokens[0] == "!":
                matrix, counted = matrix + 1, 0
                continue
            weights: list[float | None] = [1.0]
            if header.format == "nodelist1b":
                count = int(tokens[0]) if tokens[0].isdecimal() else 0
                tokens = [str(counted % header.rows + 1), *tokens[1 : 1 + count]]
                matrix, counted = counted // header.rows, counted + 1
            elif header.format in {"edgelist", "edgearray"}:
                if len(tokens) < 2:
                    builder.problem("The line is no tie", row=row, got=line)
                    continue
                most = 1 if header.format == "edgelist" else header.matrices
                weights = [builder.number(token, row=row) for token in tokens[2 : 2 + most]] or [1.0]
                if len(tokens) > 2 + most:
                    builder.problem("The line goes on behind the weight; the rest is left out", row=row, got=line, severity="changed")
                tokens = tokens[:2]
            source = self.find(tokens[0], 0, header.rows, row)
            for rank, token in enumerate(tokens[1:], start=1):
                target = self.find(token, 1, header.columns, row)
                if source is None or target is None:
                    continue
                for place, weight in enumerate([float(rank)] if header.format == "rankedlist" else weights):
                    if header.format == "edgearray" and weight == 0:
                        continue
                    relation = self.relation(matrix + place)
                    builder.edge(source, target + shift, weight=weight, directed=builder.default_directed, relation=relation, row=row)

    def find(self, token: str, mode: int, count: int, row: int) -> int | None:
        """Return the place of a node in its mode."""
        embedded = self.header.row_embedded or self.header.column_embedded
        known = self.places[mode].get(token)
        if embedded and known is not None:
            return known
        if token.isdecimal() and 1 <= int(token) <= count:
            return int(token) - 1
        if known is not None:
            return known
        self.builder.problem("The tie names a node that does not exist", row=row, got=token)
        return None


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".dl") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a DL file; of several networks the first, or all as matrices if they have the same nodes."""
    network = in_modes(only_network(file, problems), problems)
    nodes, edges = network.nodes, network.edges
    names: list[str | None] = [*network.relations, *([None] if edges["relation"].null_count() or not edges.height else [])]
    size = f"nr={network.two_mode[0]} nc={network.two_mode[1]}" if network.two_mode else f"n={nodes.height}"
    crossing = (network.two_mode[0] if network.two_mode else 0, nodes.height)
    head = [f"dl {size} nm={len(names)} format={'edgelist2' if network.two_mode else 'edgelist1'}"]
    labels = [row[1] if row[1] is not None else row[0] for row in nodes.select("id", "label").iter_rows()]
    own = nodes["id"].to_list() != [str(place + 1) for place in range(nodes.height)]
    if own or nodes["label"].null_count() < nodes.height:
        cut = crossing[0] if network.two_mode else nodes.height
        head += ["row labels:" if network.two_mode else "labels:", *(_quote(each, problems) for each in labels[:cut])]
        if network.two_mode:
            head += ["column labels:", *(_quote(each, problems) for each in labels[cut:])]
    if len(names) > 1 or names[0] is not None:
        head += ["matrix labels:", *(_quote("no name" if each is None else each, problems) for each in names)]
    head.append("data:")
    both = False
    for place, name in enumerate(names):
        if place:
            head.append("!")
        wanted = pl.col("relation").is_null() if name is None else pl.col("relation") == name
        for row in edges.filter(wanted).iter_rows(named=True):
            source, target = row["source"], row["target"]
            if network.two_mode:
                source, target = min(source, target), max(source, target) - crossing[0]
            words = f"{number(1.0 if row['weight'] is None else row['weight'])}"
            head.append(f"{source + 1} {target + 1} {words}")
            both = both or (not row["directed"] and not network.two_mode)
            if not row["directed"] and not network.two_mode and source != target:
                head.append(f"{target + 1} {source + 1} {words}")
    _losses(network, problems, both=both, own=own)
    return ("\n".join(head) + "\n").encode("utf-8")


def _quote(text: str, problems: Problems) -> str:
    flat = " ".join(text.replace('"', "'").splitlines())
    if flat != text:
        problems.add(Problem("DL labels hold neither quotation marks nor line breaks", got=text, severity="changed"))
    return f'"{flat}"'


def _losses(network: Network, problems: Problems, *, both: bool, own: bool) -> None:
    attributes = [*network.node_attributes(), *network.edge_attributes()]
    for what, got in (
        ("DL has no ties without direction; each is written both ways", "" if both else None),
        ("DL numbers its nodes; ids are written as labels where there is no label", "" if own else None),
        ("DL has no attributes; they are left out", ", ".join(attributes) or None),
        ("DL has no time; spells and values that change are left out", "" if network.temporal else None),
        (
            "DL has no appearance and no hierarchy; they are left out",
            ", ".join(c for c in network.nodes.columns if c.startswith("viz:") or c == "parent") or None,
        ),
        ("A tie without weight is read as 1", "" if network.edges["weight"].null_count() else None),
        ("What the file says of itself is left out", ", ".join(network.meta) or None),
    ):
        if got is not None:
            problems.add(Problem(what, got=got or None, severity="changed"))
