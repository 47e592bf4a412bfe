"""The first rows of a file as we understand them: their header, our name below it, bad cells marked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.money import exponent_of, from_minor
from imports.formats.base import Parse
from imports.formats.registry import FIELDS, matched_columns
from imports.models import ImportJob
from imports.prepare.preview import HIDDEN, mask_address, mask_buyer
from imports.views.standing import format_of
from imports.views.words import clock_of
from orders.states import OrderState, RefundState

ROWS = 20
NUMBERS = {Parse.MONEY, Parse.COUNT, Parse.HOUR}
STATES = {"state_words": "state", "refund_words": "refund_state"}
EMPTY_WORDS = {"paid_at": gettext_lazy("not paid"), "shipped_at": gettext_lazy("not shipped")}
OTHER_LABELS = {
    "close_reason": gettext_lazy("reason of closing"),
    "presale": gettext_lazy("stages of a pre-sale"),
    "payment_method": gettext_lazy("way of payment"),
    "shop_discount_minor": gettext_lazy("discount by the shop"),
    "platform_discount_minor": gettext_lazy("discount by the platform"),
    "influencer_discount_minor": gettext_lazy("discount by the influencer"),
    "shop_name": gettext_lazy("shop"),
    "currency": gettext_lazy("currency"),
    "outer_sku": gettext_lazy("product code"),
    "product_id": gettext_lazy("number of the product"),
    "line_amount_minor": gettext_lazy("goods on the line"),
    "line_discount_minor": gettext_lazy("discount on the line"),
    "line_net_minor": gettext_lazy("line, after refunds"),
    "cancelled_at": gettext_lazy("cancelled at"),
}


@dataclass(frozen=True)
class PreviewColumn:
    """One column: the file's header, our word for it, whether it is still to be decided."""

    theirs: str
    ours: str
    is_number: bool = False
    asked: bool = False


@dataclass(frozen=True)
class PreviewCell:
    """One cell: `mark` is a class for a bad or held one, `why` its reason, `word` what stands where the file has nothing."""

    text: str = ""
    is_number: bool = False
    mark: str = ""
    why: str = ""
    word: str = ""


@dataclass(frozen=True)
class Preview:
    """A small table, ready to be shown."""

    columns: list[PreviewColumn]
    rows: list[list[PreviewCell]]


def label_of(name: str) -> str:
    """Call a flat name as people do: "paid at", "order amount"."""
    for field in FIELDS:
        if field.name == name:
            return str(field.label)
    return str(OTHER_LABELS.get(name, name.removesuffix("_minor").replace("_", " ")))


def parses_of(job: ImportJob) -> dict[str, Parse]:
    """Say how each flat name of this file is read."""
    known = format_of(job.format_key)
    if known is not None:
        return {column.name: column.parse for column in known.columns}
    return {field.name: field.parse for field in FIELDS}


def headers_of(job: ImportJob) -> dict[str, str]:
    """Give flat name -> header of this file, in the order of the file."""
    headers: list[str] = (job.look or {}).get("headers") or []
    if job.format_key.startswith("mapped"):
        found = {name: header for name, header in (job.mapping or {}).items() if header in headers}
    elif (known := format_of(job.format_key)) is not None:
        found = matched_columns(known, headers)
    else:
        found = (job.look or {}).get("guessed_mapping") or {}
    return dict(sorted(found.items(), key=lambda pair: headers.index(pair[1]) if pair[1] in headers else len(headers)))


def preview_of(job: ImportJob) -> Preview | None:
    """Show the first rows of an import; None when nothing could be read."""
    look = job.look or {}
    headers: list[str] = look.get("headers") or []
    if not headers:
        return None
    return preview(
        names=headers_of(job),
        parses=parses_of(job),
        headers=headers,
        sample=look.get("sample") or [],
        understood=job.preview or [],
        zone=job.zone,
        currency=job.currency or "CNY",
        undecided=not job.format_key,
    )


def preview(
    *,
    names: Mapping[str, str],
    parses: Mapping[str, Parse],
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    understood: Sequence[Mapping[str, Any]],
    zone: str,
    currency: str,
    undecided: bool = False,
) -> Preview:
    """Put the file's cells beside what they were understood as.

    `names`: flat name -> header. `sample`: the raw rows. `understood`: the same rows by flat name, empty while nothing is
    decided; then the raw cells are shown and our names are questions.
    """
    places = {header: place for place, header in reversed(list(enumerate(headers)))}
    used = [(name, header) for name, header in names.items() if header in places]
    columns = [
        PreviewColumn(
            theirs=header.strip(),
            ours=f"{label_of(name).lower()}?" if undecided else label_of(name).lower(),
            is_number=parses.get(name) in NUMBERS,
            asked=undecided,
        )
        for name, header in used
    ]
    rows = []
    for number in range(min(ROWS, max(len(sample), len(understood)))):
        raw = sample[number] if number < len(sample) else ()
        meant = understood[number] if number < len(understood) else {}
        rows.append(
            [
                _cell(
                    name,
                    parses.get(name, Parse.TEXT),
                    raw[places[header]] if places[header] < len(raw) else "",
                    meant,
                    zone,
                    currency,
                )
                for name, header in used
            ]
        )
    return Preview(columns=columns, rows=rows)


def _cell(name: str, parse: Parse, raw: str, meant: Mapping[str, Any], zone: str, currency: str) -> PreviewCell:
    text = (raw or "").strip()
    is_number = parse in NUMBERS
    if name not in meant:
        shown = mask_address(text) if name == "address" else mask_buyer(text) if name == "buyer" else text
        return PreviewCell(text=shown, is_number=is_number)  # a street is nobody's business here
    value = meant[name]
    if value is None:
        if text and parse in {Parse.MONEY, Parse.COUNT, Parse.TIME, Parse.DATE, Parse.HOUR} and text.lower() not in NOTHING:
            return PreviewCell(
                text=text, is_number=is_number, mark="table__bad", why=_("This cannot be read; the row is left out.")
            )
        is_empty = name not in (meant.get("unread") or ())  # of an import that is over the raw cell is gone
        return PreviewCell(is_number=is_number, word=str(EMPTY_WORDS.get(name, "")) if is_empty else "")
    shown = _written(value, parse, zone, currency) or text
    if name == "address":
        kept = " ".join(str(meant[part]) for part in ("province", "city") if meant.get(part))
        return PreviewCell(text=kept, why=_("Only province and city are kept."))
    if name == "buyer" and shown.endswith(HIDDEN):
        if len(shown) > len(f"x{HIDDEN}"):
            return PreviewCell(text=shown, why=_("An e-mail or a telephone is kept as a keyed hash only."))
        return PreviewCell(text=shown, why=_("Of names only the first letter is kept here once an import is over."))
    if name in STATES:
        return _state_cell(shown, STATES[name], meant)
    return PreviewCell(text=shown, is_number=is_number)


def _state_cell(text: str, name: str, meant: Mapping[str, Any]) -> PreviewCell:
    """Mark a word we do not know; of one we know say on hover what we take it for."""
    number = meant.get(name)
    kind = RefundState if name == "refund_state" else OrderState
    if number == kind.HELD:
        return PreviewCell(text=text, mark="held", why=_("We do not know this word; the row is held and not guessed."))
    if number not in kind.values:
        return PreviewCell(text=text)
    return PreviewCell(text=text, why=_("understood as: %(state)s") % {"state": kind(number).label})


NOTHING = {"null", "none", "nan", "-", "--", "无", "无退款申请", "暂无数据", "0001-01-01 00:00:00"}


def _written(value: Any, parse: Parse, zone: str, currency: str) -> str:
    """Write an understood value as a person reads it: money with its decimals, a moment on the shop's clock."""
    if parse is Parse.MONEY and isinstance(value, int):
        return f"{from_minor(value, exponent_of(currency)):,}"
    if parse is Parse.TIME and isinstance(value, str):
        try:
            at = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        return f"{at.astimezone(clock_of(zone)):%Y-%m-%d %H:%M:%S}"
    if parse is Parse.FLAG and isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
