"""How a program signs in: `Authorization: Token pp_...`."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import services
from accounts.models import ApiToken, User
from common.permissions import Permission

NOTE_USE_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Know a person by the digest of their token. Its use is noted at most once a minute."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the person and the token; None when the request brings none. A wrong token is refused with 401."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Token pp_..."))
        row = self._find(parts[1])
        if row is None or not row.user.is_active or not row.user.may(Permission.USE_API):
            raise AuthenticationFailed(_("This token is not known, was revoked, or its owner may not use the interface."))
        now = timezone.now()
        if row.last_used_at is None or now - row.last_used_at >= NOTE_USE_EVERY:
            services.touch_token(token_id=row.pk, at=now)
        return row.user, row

    def authenticate_header(self, request: Request) -> str:
        """Return the word that makes a refusal a 401 instead of a 403."""
        return self.keyword

    def _find(self, token: bytes) -> ApiToken | None:
        digest = services.digest_of(token.decode("latin-1"))
        return ApiToken.objects.select_related("user").filter(digest=digest).first()
