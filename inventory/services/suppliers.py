"""Writes of suppliers: who delivers, in how many days, how many pieces a day. Unknown stays unknown."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from inventory.models import Supplier

FIELDS = ("name", "lead_days", "daily_units", "contact", "note")
MOST_LEAD_DAYS = 730
MOST_DAILY_UNITS = 100_000_000


class SupplierRefusedError(ValueError):
    """A supplier that cannot stand; `field` names what is wrong, `code` why: "empty", "taken", "range", "named", "unknown"."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@transaction.atomic
def add_supplier(*, actor: User | None, values: Mapping[str, Any]) -> Supplier:
    """Add a supplier and return it; what is not told is unknown. Raises SupplierRefusedError."""
    checked = _checked(values)
    if "name" not in checked:
        raise SupplierRefusedError("name", "empty")
    supplier = Supplier.objects.create(**checked)
    record(actor=actor, action="supplier.add", target=supplier.name, after=checked)
    return supplier


@transaction.atomic
def change_supplier(*, actor: User | None, pk: int, values: Mapping[str, Any]) -> Supplier:
    """Change fields of a supplier and return it; None makes a number unknown. Raises SupplierRefusedError.

    The name stays ("named"): product lists tell it, and would bring the old one back.
    """
    supplier = Supplier.objects.select_for_update().filter(pk=pk).first()
    if supplier is None:
        raise SupplierRefusedError("pk", "unknown")
    if values.get("name", supplier.name).strip() != supplier.name:
        raise SupplierRefusedError("name", "named")
    told = _checked({name: value for name, value in values.items() if name != "name"})
    changed = {name: value for name, value in told.items() if getattr(supplier, name) != value}
    if changed:
        before = {name: getattr(supplier, name) for name in changed}
        for name, value in changed.items():
            setattr(supplier, name, value)
        supplier.save(update_fields=list(changed))
        record(actor=actor, action="supplier.change", target=supplier.name, before=before, after=changed)
    return supplier


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: values[name] for name in FIELDS if name in values}
    for name in ("name", "contact", "note"):
        if name in told:
            told[name] = str(told[name]).strip()
    if "name" in told:
        if not told["name"]:
            raise SupplierRefusedError("name", "empty")
        if len(told["name"]) > 200:
            raise SupplierRefusedError("name", "range")
        if Supplier.objects.filter(name__iexact=told["name"]).exists():
            raise SupplierRefusedError("name", "taken")
    for name, most in (("lead_days", MOST_LEAD_DAYS), ("daily_units", MOST_DAILY_UNITS)):
        number = told.get(name)
        if number is not None and not 0 <= number <= most:
            raise SupplierRefusedError(name, "range")
    if len(told.get("contact", "")) > 200:
        raise SupplierRefusedError("contact", "range")
    return told
