"""Words of the import templates."""
