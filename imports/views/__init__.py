"""The import pages, one module a thing a person does: look, send, decide about one file, map a table, take a template."""
