"""What every request asks, written once a process: which session, and whose."""

from datetime import datetime

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as StoredSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from common.prepared import Prepared

_SESSION = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, datetime)
_PERSON = Prepared(lambda pk: User.objects.filter(pk=pk), int)


class SessionStore(StoredSession):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        row = _SESSION.first(self.session_key or "", timezone.now())
        if row is None:
            self._session_key = None
        return row


class PasswordBackend(ModelBackend):
    """People who sign in with a password, as Django knows them."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session; None for one who is gone or may not sign in any more."""
        one = _PERSON.first(user_id)
        return one if self.user_can_authenticate(one) else None
