"""People needed to answer in time: Erlang's formula for a queue with waiting (A. K. Erlang, 1917), known as Erlang C.

Contacts arrive at random at a steady rate within the interval, each takes about as long as the others, and nobody hangs up.
The load is measured in erlangs: contacts in the interval x seconds each / seconds of the interval. One person who answers
several chats at once is counted as working faster, which is the usual approximation.
"""

import math
from dataclasses import dataclass

MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Service:
    """What is promised: a share of the contacts (0 to 1) answered within so many seconds, nobody busier than `busiest`."""

    share: float = 0.8
    seconds: float = 30.0
    busiest: float = 0.85


def waiting_share(load: float, people: int) -> float:
    """Return the share of contacts that must wait at all, 0 to 1: Erlang C. With no more people than load everybody waits.

    >>> round(waiting_share(load=10, people=12), 4)  # a table of Erlang C says 0.4494
    0.4494
    >>> waiting_share(load=10, people=10), waiting_share(load=0, people=1)
    (1.0, 0.0)
    """
    if load <= 0:
        return 0.0
    if people <= load:
        return 1.0
    lost = 1.0  # Erlang B, by its recursion: stable for any number of people
    for number in range(1, people + 1):
        lost = load * lost / (number + load * lost)
    return lost / (1 - (load / people) * (1 - lost))


def answered_share(load: float, people: int, *, handling_seconds: float, within_seconds: float) -> float:
    """Return the share of contacts answered within so many seconds, 0 to 1.

    >>> round(answered_share(10, 12, handling_seconds=180, within_seconds=20), 3)
    0.64
    >>> answered_share(10, 9, handling_seconds=180, within_seconds=20)
    0.0
    """
    if load <= 0:
        return 1.0
    if people <= load:
        return 0.0
    waiting = waiting_share(load, people)
    return 1 - waiting * math.exp(-(people - load) * within_seconds / handling_seconds)


def people_needed(contacts: float, *, handling_seconds: float, interval_seconds: float, service: Service) -> int:
    """Return the fewest people who keep the promise in an interval; 0 without contacts.

    100 calls of 3 minutes in half an hour are 10 erlangs; 14 people answer 80% within 20 seconds.

    >>> people_needed(100, handling_seconds=180, interval_seconds=1800, service=Service(0.8, 20, 1.0))
    14
    >>> people_needed(0, handling_seconds=180, interval_seconds=1800, service=Service())
    0

    Raises ValueError for times that are not above zero, a share not below 1, or more than 100,000 people.
    """
    if handling_seconds <= 0 or interval_seconds <= 0 or not 0 <= service.share < 1 or not 0 < service.busiest <= 1:
        raise ValueError("Times must be above zero, the share answered below 1, the busiest between 0 and 1.")
    if contacts <= 0:
        return 0
    load = contacts * handling_seconds / interval_seconds
    if load > MOST_PEOPLE:
        raise ValueError(f"{load:.0f} people at once are more than the program counts.")
    people = max(math.ceil(load / service.busiest - 1e-9), math.floor(load) + 1, 1)
    while answered_share(load, people, handling_seconds=handling_seconds, within_seconds=service.seconds) < service.share:
        people += 1
    return people


def people_for_work(contacts: float, *, handling_seconds: float, interval_seconds: float, busiest: float) -> int:
    """Return the people who get so much work done when nobody waits for them (calls we make ourselves).

    >>> people_for_work(60, handling_seconds=120, interval_seconds=1800, busiest=0.8)
    5
    """
    return math.ceil(contacts * handling_seconds / interval_seconds / busiest - 1e-9) if contacts > 0 else 0


def people_on_shift(needed: int, *, away_share: float) -> int:
    """Return how many must be on shift so that `needed` are at work while a share of them is at breaks or meals.

    >>> people_on_shift(18, away_share=0.1)
    20
    """
    if not 0 <= away_share < 1:
        raise ValueError("The share away must be at least 0 and below 1.")
    return math.ceil(needed / (1 - away_share) - 1e-9)


def reserve_of(people: int, *, share: float) -> int:
    """Return how many more stay in reserve: at least the share, never none (playbook P12: at least 10%).

    >>> [reserve_of(people, share=0.1) for people in (0, 1, 10, 11)]
    [0, 1, 1, 2]
    """
    return max(1, math.ceil(people * share - 1e-9)) if people > 0 else 0
