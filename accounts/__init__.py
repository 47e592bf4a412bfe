"""Staff, roles and the audit trail."""
