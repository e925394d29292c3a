"""The record of one ecosystem: actors, ties, claims, events, and the evidence behind each."""
