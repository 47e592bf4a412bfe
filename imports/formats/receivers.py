"""Under which headers the platforms tell who receives a parcel: name, phone and street.

Apart from the formats on purpose: these columns are read only for shops that keep contacts, after the import, and never become
claims, previews or problems. Of each the first alternative with a value counts; the columns of one are put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from imports.formats.headers import fold


@dataclass(frozen=True)
class Told:
    """Columns that together tell one value; without the one named `needs` they tell nothing."""

    parts: tuple[str, ...]
    needs: str


def _one(*headers: str) -> tuple[Told, ...]:
    return tuple(Told((header,), header) for header in headers)


ALTERNATIVES: Mapping[str, tuple[Told, ...]] = MappingProxyType(
    {
        "receiver": (
            *_one("收货人姓名", "收货人", "收货人/提货人", "收件人", "收件人姓名", "客户姓名", "Shipping Name"),
            Told(("First Name (Shipping)", "Last Name (Shipping)"), "First Name (Shipping)"),
            Told(("Shipping First Name", "Shipping Last Name"), "Shipping First Name"),
            *_one("recipient-name", "Ship To Name", "Ship-to Name", "Recipient", "Receiver", "Receiver Name", "Billing Name"),
            Told(("First Name (Billing)", "Last Name (Billing)"), "First Name (Billing)"),
            *_one("buyer-name", "Buyer Name", "Bill-to Name"),
        ),
        "phone": (
            *_one(
                "联系手机",
                "收货人手机号/提货人手机号",
                "收货人手机号",
                "收货人手机",
                "收件人手机号",
                "收件人手机",
                "手机",
                "手机号",
            ),
            *_one(
                "收货人电话",
                "收件人电话",
                "联系电话",
                "固话",
                "买家手机号",
                "Shipping Phone",
                "ship-phone-number",
                "Ship To Phone",
            ),
            *_one("Phone (Shipping)", "buyer-phone-number", "Receiver Phone", "Phone", "Phone (Billing)", "Billing Phone"),
        ),
        "street": (
            *_one("修改后的收货地址", "收货地址", "收货人地址", "收件人地址", "客户地址"),
            Told(("省", "市", "区", "街道", "详细地址"), "详细地址"),
            Told(("收货人省份", "收货人城市", "收货人地区", "收货人详细地址"), "收货人详细地址"),
            Told(("省份", "城市", "区县", "街道", "地址"), "地址"),
            *_one("Shipping Street"),
            Told(("Shipping Address1", "Shipping Address2"), "Shipping Address1"),
            *_one("Address 1&2 (Shipping)"),
            Told(("ship-address-1", "ship-address-2", "ship-address-3"), "ship-address-1"),
            Told(("Ship To Address 1", "Ship To Address 2"), "Ship To Address 1"),
            *_one("Billing Street", "Address 1&2 (Billing)", "Address"),
        ),
    }
)


def receiver_columns(headers: Sequence[str]) -> dict[str, list[list[str]]]:
    """Return flat name -> alternatives, each the headers, as this table writes them, whose cells make one value.

    >>> receiver_columns(["订单编号", "收货人姓名", "联系电话 ", "联系手机"])
    {'receiver': [['收货人姓名']], 'phone': [['联系手机'], ['联系电话 ']]}
    """
    written: dict[str, str] = {}
    for header in headers:
        written.setdefault(fold(header), header)
    found: dict[str, list[list[str]]] = {}
    for name, alternatives in ALTERNATIVES.items():
        for one in alternatives:
            if fold(one.needs) in written:
                found.setdefault(name, []).append([written[fold(part)] for part in one.parts if fold(part) in written])
    return found
