"""What people said once and the program remembers: what a table's columns mean, what a platform's word for a state means."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import record
from imports.errors import NotPossible
from imports.formats.headers import fold
from imports.models import ImportJob, RememberedMapping, TaughtWord
from imports.prepare import HeldWord
from orders.states import OrderState, RefundState

About = TaughtWord.About
MEANINGS: dict[str, type[OrderState] | type[RefundState]] = {About.STATE: OrderState, About.REFUND_STATE: RefundState}


@transaction.atomic
def forget_mapping(*, mapping: RememberedMapping, actor: User | None) -> None:
    """Forget one remembered header, with an audit entry; files that were read by it stay as they are."""
    record(actor=actor, action="mapping.forget", target=f"mapping:{mapping.fingerprint[:12]}", before=dict(mapping.mapping))
    mapping.delete()


@transaction.atomic
def teach_word(*, actor: User | None, job: ImportJob, about: str, word: str, meaning: int) -> TaughtWord:
    """Say what a word for a state means in files of this import's format; said again it means the new thing from then on.

    `about`: "state" or "refund_state"; `word` as the file writes it; `meaning`: a number of `orders.states`, not HELD. The import
    itself stays as it was read until `services.read_again`. Raises NotPossible for a word that this file does not hold, and for
    a meaning that is none.
    """
    states = MEANINGS.get(about)
    folded = fold(word)
    if states is None or not any(held.folded == folded and held.about == about for held in held_words(job)):
        raise NotPossible(_("%(word)s is no word of this file that we do not know.") % {"word": word[:40]}, code="no_such_word")
    if meaning not in states.values or meaning == states.HELD:
        raise NotPossible(_("Choose one of the states that the word %(word)s can mean.") % {"word": word}, code="no_such_state")
    found = TaughtWord.objects.filter(format_key=job.format_key, about=about, word=folded).first()
    if found is not None and found.meaning == meaning:
        return found
    before = {"meaning": found.meaning} if found else None
    taught, _made = TaughtWord.objects.update_or_create(
        format_key=job.format_key, about=about, word=folded, defaults={"meaning": meaning, "taught_by": actor}
    )
    record(actor=actor, action="word.teach", target=_name(taught), before=before, after={"meaning": meaning, "import": job.pk})
    return taught


@transaction.atomic
def forget_word(*, word: TaughtWord, actor: User | None) -> None:
    """Forget what a word means, with an audit entry; files that were read with it stay as they are."""
    record(actor=actor, action="word.forget", target=_name(word), before={"meaning": word.meaning})
    word.delete()


def taught_words(format_key: str) -> dict[str, dict[str, int]]:
    """Give what was taught for a format: "state" and "refund_state" -> folded word -> meaning. Empty when nothing was."""
    found: dict[str, dict[str, int]] = {}
    for one in TaughtWord.objects.filter(format_key=format_key):
        found.setdefault(one.about, {})[one.word] = one.meaning
    return found


def held_words(job: ImportJob) -> list[HeldWord]:
    """Give the words for states that were not known when this import was read, those on the most rows first."""
    return [HeldWord(**told) for told in (job.prepared or {}).get("held_words", [])]


def _name(word: TaughtWord) -> str:
    return f"word:{word.format_key}:{word.about}:{word.word}"
