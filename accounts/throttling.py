"""From where somebody tries to sign in, as far as we can know it."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the person behind our own proxies.

    Each proxy adds, at the end of `X-Forwarded-For`, the address it was called from; so with PROXY_COUNT proxies of ours
    the person is that many places from the end. Whatever stands before it the person wrote themselves: it is not believed.
    Without proxies, or with fewer addresses than proxies, it is the address the connection came from.
    """
    count: int = settings.PROXY_COUNT
    told: list[str] = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if count > 0 and len(told) >= count:
        return told[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
