"""Readers and writers of model files: Vensim `.mdl` and XMILE (`.xmile`, `.stmx`, `.itmx`)."""
