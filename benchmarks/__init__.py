"""Benchmarks: each measured beside its peer in the same run; nothing here is a test.

A module measures one capability and gives `run(quick: bool = False) -> list[dict]`, a list of figures with the keys
`name`, `value`, `unit`, `bar`, `peer`, `peer_value` and `note` (all but the first three may be None). Every synthetic
input is made by a seeded generator that is kept here.
"""
