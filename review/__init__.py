"""Did the sale work, did it make money, what changes next time."""
