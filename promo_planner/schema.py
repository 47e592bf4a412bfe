"""The description of the interface (OpenAPI), for those who may use it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView

from common.permissions import GatePermission


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a program signs in."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token pp_..."}


class SchemaView(SpectacularAPIView):
    """The description itself."""

    permission_classes = [GatePermission]
    signed_in_reason = "It tells what the interface can do, and nothing about the shop."
