"""The chain of migrations, from the first schema on; `ecotone.ecosystem.migrate` runs it."""
