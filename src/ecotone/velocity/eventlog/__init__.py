"""Event logs: what happened when, to which objects. XES, OCEL 2.0 and CSV in, OCEL 2.0 out, and flat logs by one type of object.

`log` has the value types; `xes`, `ocel` and `table` read and write; `schema` says whether a JSON log follows the standard.
"""

from ecotone.velocity.eventlog.log import EventLog, Flat, flatten
from ecotone.velocity.eventlog.ocel import read_ocel, write_ocel
from ecotone.velocity.eventlog.table import read_table
from ecotone.velocity.eventlog.xes import read_xes

__all__ = ["EventLog", "Flat", "flatten", "read_ocel", "read_table", "read_xes", "write_ocel"]
