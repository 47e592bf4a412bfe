"""Writes of the shifts: what they are worked out from, who works there, the shifts and the roster themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import Campaign, ServicePerson, ServiceRole, Shift, ShiftLaying, ShiftPlace, ShiftSettings
from campaigns.queries.shifts import as_person, as_work, basis_of, demand, rest_of, settings_of, work_shifts
from campaigns.rules.problems import PlanError, Problem
from campaigns.rules.staffing.erlang import reserve_of
from campaigns.rules.staffing.roster import Place, broken_rules, fill
from campaigns.services.versions import changing


@dataclass(frozen=True)
class PersonDraft:
    """A person of customer service as somebody writes them."""

    name: str
    roles: Sequence[str]
    works_nights: bool = True
    away: Sequence[date] = ()
    is_active: bool = True
    user: User | None = None


def set_shift_settings(*, campaign: Campaign, actor: User | None, version: int, values: Mapping[str, Any]) -> Campaign:
    """Change what the shifts are worked out from and return the campaign; the shifts stay until they are laid anew.

    Raises PlanError naming the field that cannot be, StalePlanError when somebody else changed them meanwhile.
    """
    with changing(campaign=campaign, actor=actor, version=version, action="set_shift_settings", touches={"shifts"}) as change:
        settings = settings_of(change.campaign)
        for name, value in values.items():
            setattr(settings, name, value)
        _check_settings(settings)
        settings.save()
    return change.campaign


def save_person(*, actor: User | None, draft: PersonDraft, person: ServicePerson | None = None) -> ServicePerson:
    """Add a person of customer service, or change one, and return them.

    Raises PlanError for a name that is empty or taken, and for nobody's role.
    """
    name, known = draft.name.strip(), {str(role) for role in ServiceRole}
    problems = []
    if not name:
        problems.append(Problem("person_name_missing", "name"))
    elif ServicePerson.objects.filter(name=name).exclude(pk=person.pk if person else 0).exists():
        problems.append(Problem("person_name_taken", "name", {"name": name}))
    if not draft.roles or not set(draft.roles) <= known:
        problems.append(Problem("person_role_missing", "roles", {"name": name}))
    if problems:
        raise PlanError(*problems)
    with transaction.atomic():
        kept = person or ServicePerson()
        before = _person_values(kept) if person else None
        kept.name, kept.user = name, draft.user
        kept.roles = [str(role) for role in ServiceRole if role in draft.roles]
        kept.works_nights, kept.is_active = draft.works_nights, draft.is_active
        kept.away = sorted(day.isoformat() for day in draft.away)
        kept.save()
        record(
            actor=actor,
            action="service_person.change" if person else "service_person.add",
            target=f"service person {kept.pk} {kept.name}",
            before=before,
            after=_person_values(kept),
        )
    return kept


def lay_shifts(*, campaign: Campaign, actor: User | None) -> Campaign:
    """Lay the shifts of a sale and fill them with people, anew, and return the campaign; places given by hand stay.

    A shift that begins at another moment is another shift: its places by hand go with it.
    """
    settings = settings_of(campaign)
    found = work_shifts(campaign, demand(campaign=campaign, settings=settings))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        campaign.shifts.exclude(starts_at__in=[start for start, _end, _needed in found]).delete()
        for start, end, needed in found:
            reserve = {role: reserve_of(count, share=float(settings.reserve_share)) for role, count in needed.items()}
            Shift.objects.update_or_create(
                campaign=campaign, starts_at=start, defaults={"ends_at": end, "needed": needed, "reserve": reserve}
            )
        ShiftPlace.objects.filter(shift__campaign=campaign, by_hand=False).delete()
        still_open = _fill(campaign, settings)
        ShiftLaying.objects.update_or_create(campaign=campaign, defaults={"basis": basis_of(campaign, settings)})
        record(
            actor=actor,
            action="campaign.lay_shifts",
            target=f"campaign {campaign.pk} {campaign.name}",
            after={"shifts": len(found), "open": still_open},
        )
    return campaign


def place_person(*, shift: Shift, person: ServicePerson, role: str, actor: User | None) -> ShiftPlace:
    """Put a person on a shift by hand and return the place; they move when they are on it in another role.

    Raises PlanError `place_breaks_rules` with the rest rules it would break, `person_cannot` for a role they do not do.
    """
    if role not in person.roles or not person.is_active:
        raise PlanError(Problem("person_cannot", "person", {"name": person.name, "role": role}))
    campaign = shift.campaign
    zone = ZoneInfo(campaign.time_zone)
    others = ShiftPlace.objects.filter(person=person).exclude(shift=shift).select_related("shift")
    works = [as_work(place.shift, zone) for place in others]
    broken = broken_rules(as_person(person), [*works, as_work(shift, zone)], rest_of(settings_of(campaign)))
    if broken:
        raise PlanError(Problem("place_breaks_rules", "person", {"name": person.name, "rules": broken}))
    with transaction.atomic():
        place, _made = ShiftPlace.objects.update_or_create(shift=shift, person=person, defaults={"role": role, "by_hand": True})
        _record_place(place, actor, "campaign.place_person")
    return place


@transaction.atomic
def need_people(*, shift: Shift, role: str, count: int, actor: User | None) -> Shift:
    """Say by hand how many people of a role a shift needs, and return it; laying the shifts anew works it out again.

    Who stood in reserve works from then on, where the need rises. Raises PlanError `figure_too_low` below 0.
    """
    if count < 0 or role not in ServiceRole.values:
        raise PlanError(Problem("figure_too_low", "needed"))
    locked = Shift.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=shift.pk)
    before = locked.needed.get(role, 0)
    locked.needed = {**locked.needed, role: count}
    locked.save(update_fields=["needed"])
    record(
        actor=actor,
        action="campaign.need_people",
        target=f"campaign {locked.campaign_id} {locked.campaign.name}",
        before={"role": role, "needed": before},
        after={"role": role, "needed": count, "shift": locked.starts_at},
    )
    return locked


def remove_place(*, place: ShiftPlace, actor: User | None) -> None:
    """Take a person off a shift."""
    with transaction.atomic():
        _record_place(place, actor, "campaign.remove_place")
        place.delete()


def clone_shifts(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Give another sale the same settings; moments of the day stay, shifts and names are laid anew there."""
    found = ShiftSettings.objects.filter(campaign=source).first()
    if found is not None:
        values = {
            field.attname: field.value_from_object(found)
            for field in ShiftSettings._meta.concrete_fields
            if field.attname not in {"id", "campaign_id"}
        }
        ShiftSettings.objects.update_or_create(campaign=target, defaults=values)


def _fill(campaign: Campaign, settings: ShiftSettings) -> int:
    """Give the shifts people and return how many places stay open. Shifts near this sale in other sales count for the rest."""
    zone = ZoneInfo(campaign.time_zone)
    near = timedelta(days=7)
    shifts = list(
        Shift.objects.filter(starts_at__gte=campaign.starts_at - near, ends_at__lte=campaign.ends_at + near)
        .select_related("campaign")
        .order_by("starts_at")
    )
    own = {shift.pk for shift in shifts if shift.campaign_id == campaign.pk}
    works = [as_work(shift, zone) for shift in shifts]
    works = [work if work.key in own else replace(work, needed={}, reserve={}) for work in works]
    fixed = [
        Place(place.shift_id, place.role, place.person_id)
        for place in ShiftPlace.objects.filter(shift__in=shifts).select_related("shift")
    ]
    people = [as_person(person) for person in ServicePerson.objects.filter(is_active=True)]
    roster = fill(people, works, rest_of(settings), fixed=fixed)
    standing = {(place.shift, place.person) for place in fixed}
    ShiftPlace.objects.bulk_create(
        ShiftPlace(shift_id=place.shift, person_id=place.person, role=place.role)
        for place in roster.places
        if (place.shift, place.person) not in standing
    )
    return sum(sum(missing) for missing in roster.open.values())


def _check_settings(settings: ShiftSettings) -> None:
    problems = []
    if settings.shortest_hours > settings.longest_hours:
        problems.append(Problem("shift_bounds_crossed", "longest_hours"))
    elif settings.shortest_hours * 3 > 24 or settings.longest_hours * 3 < 24 or settings.shortest_hours <= 0:
        problems.append(Problem("shift_bounds_no_day", "longest_hours"))
    if settings.moments and not _are_three(settings.moments):
        problems.append(Problem("moments_not_three", "moments"))
    whole = ("presale_seconds", "aftersale_seconds", "chase_seconds", "chats_at_once", "aftersale_hours")
    problems += [Problem("figure_too_low", name) for name in whole if getattr(settings, name) < 1]
    if settings.answered_share >= 1:
        problems.append(Problem("answered_share_too_high", "answered_share"))
    if settings.busiest_share <= 0:
        problems.append(Problem("figure_too_low", "busiest_share"))
    if settings.away_share >= 1:
        problems.append(Problem("away_share_too_high", "away_share"))
    if problems:
        raise PlanError(*problems)


def _are_three(moments: Collection[int]) -> bool:
    return len(set(moments)) == len(moments) == 3 and all(0 <= moment < 48 for moment in moments)


def _person_values(person: ServicePerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "roles": person.roles,
        "works_nights": person.works_nights,
        "away": person.away,
        "is_active": person.is_active,
    }


def _record_place(place: ShiftPlace, actor: User | None, action: str) -> None:
    campaign = place.shift.campaign
    record(
        actor=actor,
        action=action,
        target=f"campaign {campaign.pk} {campaign.name}",
        after={"person": place.person.name, "role": place.role, "shift": place.shift.starts_at},
    )
