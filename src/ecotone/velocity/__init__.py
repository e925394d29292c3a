"""Innovation velocity: how long each stage takes, whose turn it was, what became of it, and when it will be done.

Every duration names its two markers. A plain mean over a cohort of which some are still pending cannot be had here: it
leaves out the slow ones. `spells` are durations that may still run; `survival`, `competing` and `comparison` estimate from them;
`flow` counts what comes in, waits and goes out; `forecast` says when, and how often such forecasts came true.
"""
