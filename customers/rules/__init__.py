"""Pure rules about buyers: which tier, what is missing for the next, how recent, how often, how much, who may be who."""
