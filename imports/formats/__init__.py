"""Which platform's export is this, and what do its columns mean? One small declarative module for each."""
