"""Writes of the offers of a sale: each raises the plan's version, and only another change of the offers is in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from accounts.models import User
from campaigns.models import Campaign, Offer
from campaigns.queries.offers import draft_of, frame_of
from campaigns.rules.offers import PLAYBOOK_STEPS, OfferDraft, free_priority, refusals
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.versions import changing
from common.money import exponent_of

TOUCHES = frozenset({"offers"})


def save_offer(*, campaign: Campaign, actor: User | None, version: int, draft: OfferDraft, offer_id: int | None = None) -> Offer:
    """Write a new offer, or change the one of that number, and return it.

    `version` is the plan version the person saw. Raises PlanError with every problem found (`offer_gone` when the offer is no
    longer there), StalePlanError when somebody changed the offers meanwhile.
    """
    with changing(
        campaign=campaign,
        actor=actor,
        version=version,
        action="add_offer" if offer_id is None else "edit_offer",
        touches=TOUCHES,
    ) as change:
        if offer_id is not None and not change.campaign.offers.filter(pk=offer_id).exists():
            raise PlanError(Problem("offer_gone"))
        found = refusals(draft, frame_of(change.campaign, without=offer_id))
        if found:
            raise PlanError(*found)
        change.said = {"offer": draft.name}
        return _write(change.campaign, draft, offer_id)


def copy_offer(*, campaign: Campaign, actor: User | None, version: int, offer_id: int, name: str) -> Offer:
    """Write the same offer once more under another name, after it in its group, and return the copy.

    Raises PlanError `offer_gone`, StalePlanError.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="copy_offer", touches=TOUCHES) as change:
        source = change.campaign.offers.filter(pk=offer_id).first()
        if source is None:
            raise PlanError(Problem("offer_gone"))
        draft = replace(draft_of(source), name=name[:120])
        if draft.group:
            draft = replace(draft, priority=free_priority(draft, [draft_of(other) for other in change.campaign.offers.all()]))
        change.said = {"offer": draft.name}
        return _write(change.campaign, draft, None)


def delete_offer(*, campaign: Campaign, actor: User | None, version: int, offer_id: int) -> None:
    """Take an offer away; the plan's versions keep it. Raises PlanError `offer_gone`, StalePlanError."""
    with changing(campaign=campaign, actor=actor, version=version, action="delete_offer", touches=TOUCHES) as change:
        offer = change.campaign.offers.filter(pk=offer_id).first()
        if offer is None:
            raise PlanError(Problem("offer_gone"))
        change.said = {"offer": offer.name}
        offer.delete()


def repair_offers(
    *,
    campaign: Campaign,
    actor: User | None,
    version: int,
    offer_ids: Sequence[int],
    code: str,
    skus: Sequence[str] = (),
    value: int = 0,
    was: int = 0,
) -> list[Offer]:
    """Make a repair the audit proposed and return the offers changed.

    `code`, `value` and `was` as in `campaigns.rules.audit.Repair`. One change of the plan. Raises PlanError (`offer_gone`, or
    what then cannot stand), StalePlanError.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="edit_offer", touches=TOUCHES) as change:
        changed = []
        for offer_id in offer_ids:
            offer = change.campaign.offers.filter(pk=offer_id).first()
            if offer is None:
                raise PlanError(Problem("offer_gone"))
            draft = _repaired(draft_of(offer), code, skus, value, was)
            found = refusals(draft, frame_of(change.campaign, without=offer_id))
            if found:
                raise PlanError(*found)
            changed.append(_write(change.campaign, draft, offer_id))
        change.said = {"offer": ", ".join(offer.name for offer in changed)}
    return changed


def _repaired(draft: OfferDraft, code: str, skus: Sequence[str], value: int, was: int) -> OfferDraft:
    """Return an offer with a repair made; raises ValueError for one that is not known."""
    match code:
        case "exclude_product":
            return replace(draft, excluded_skus=tuple(dict.fromkeys([*draft.excluded_skus, *skus])))
        case "forbid_stacking":
            return replace(draft, stacks=False, stacks_with=())
        case "raise_step":
            return replace(draft, steps=tuple((value if start == was else start, off) for start, off in draft.steps))
        case "limit_per_buyer":
            return replace(draft, limit_per_buyer=value)
        case "raise_deposit":
            return replace(draft, counts_minor=value)
    raise ValueError(f"{code} is no repair.")


def add_playbook_steps(*, campaign: Campaign, actor: User | None, version: int, name: str) -> Offer:
    """Write the ready-made steps of playbook P6 (499 less 100, 899 less 200, 1299 less 300) and return the offer."""
    unit = 10 ** exponent_of(campaign.currency)
    steps = tuple((start * unit, off * unit) for start, off in PLAYBOOK_STEPS)
    draft = OfferDraft("spend_and_save", name, steps=steps)
    return save_offer(campaign=campaign, actor=actor, version=version, draft=draft)


def write_offers(
    *, campaign: Campaign, actor: User | None, version: int, rows: Sequence[tuple[int | None, int | None, OfferDraft]]
) -> int:
    """Write the offers of a file and return how many rows it had: each is (line of the file, number of the offer or None, draft).

    A row with a number changes that offer; one without, or with a number this sale does not know, is a new one. Offers that the
    file does not name stay. All or nothing: raises PlanError with every line's problems, each with `line` and `offer` among its
    values; StalePlanError.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="import_offers", touches=TOUCHES) as change:
        standing = {offer.pk: draft_of(offer) for offer in change.campaign.offers.all()}
        wanted: dict[int | str, OfferDraft] = {key: draft for key, draft in standing.items()}  # noqa: C416
        keys: list[int | str] = []
        for place, (_line, number, draft) in enumerate(rows):
            key: int | str = number if number in standing else f"new {place}"
            keys.append(key)
            wanted[key] = draft
        frame = frame_of(change.campaign)
        problems: list[Problem] = []
        for key, (line, _number, draft) in zip(keys, rows, strict=True):
            others = [other for other_key, other in wanted.items() if other_key != key]
            wrong = refusals(draft, replace(frame, others=others))
            problems += [replace(one, values={**one.values, "line": line, "offer": draft.name}) for one in wrong]
        if problems:
            raise PlanError(*problems)
        change.said = {"count": len(rows)}
        for key, (_line, _number, draft) in zip(keys, rows, strict=True):
            _write(change.campaign, draft, key if isinstance(key, int) else None)
    return len(rows)


def clone_offers(*, source: Campaign, target: Campaign, shift_seconds: int) -> dict[int, int]:
    """Copy the offers of one sale to another, their windows moved, and return {number there: number here}.

    The caller holds the transaction and keeps the version. `shift_seconds` is cut down to whole slots of ten minutes.
    """
    shift = shift_seconds // 600
    numbers: dict[int, int] = {}
    for offer in source.offers.order_by("pk"):
        draft = draft_of(offer)
        if draft.start_slot is not None and draft.end_slot is not None:
            draft = replace(draft, start_slot=draft.start_slot + shift, end_slot=draft.end_slot + shift)
        numbers[offer.pk] = _write(target, draft, None).pk
    for offer in target.offers.filter(pk__in=numbers.values()):
        if offer.stacks_with:
            offer.stacks_with = [numbers[key] for key in offer.stacks_with if key in numbers]
            offer.save(update_fields=["stacks_with"])
    return numbers


def stored(draft: OfferDraft) -> Mapping[str, Any]:
    """Return the columns of a draft as the table keeps them: tuples become lists."""
    values = asdict(draft)
    for name, value in values.items():
        if isinstance(value, tuple):
            values[name] = [list(part) if isinstance(part, tuple) else part for part in value]
    return values


def _write(campaign: Campaign, draft: OfferDraft, offer_id: int | None) -> Offer:
    offer = Offer(pk=offer_id, campaign=campaign, **stored(draft))
    offer.save(force_insert=offer_id is None, force_update=offer_id is not None)
    return offer
