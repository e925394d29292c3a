"""The regulatory way: which rules apply to a product, what they ask for, what is still open, and what to ask next.

Rules are decision tables in YAML, each row with its citation, dates and status (`table`, `rules`). A question that nobody answered
leaves every outcome possible that some answer would give (`compiled`); the next question is the one that tells most (`asking`).
Every answer shows its day, and is orientation, not legal advice.
"""
