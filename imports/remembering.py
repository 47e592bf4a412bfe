"""Forget what a person once said about a table's columns."""

from django.db import transaction

from accounts.models import User
from accounts.services import record
from imports.models import RememberedMapping


@transaction.atomic
def forget_mapping(*, mapping: RememberedMapping, actor: User | None) -> None:
    """Forget one remembered header, with an audit entry; files that were read by it stay as they are."""
    record(actor=actor, action="mapping.forget", target=f"mapping:{mapping.fingerprint[:12]}", before=dict(mapping.mapping))
    mapping.delete()
