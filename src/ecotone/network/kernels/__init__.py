"""The compiled loops of network analysis: functions of arrays and scalars that know nothing of graphs, frames or records.

They stand in a folder of their own because compiled code is found again by what its folder contains: a change of a
measure's definition, docstring or table costs nobody a new compilation.
"""
