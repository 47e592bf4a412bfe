"""What the REST classes of the desk share."""

from drf_spectacular.utils import OpenApiResponse

from customers.api.shared import ABSENT, DENIED, SHOP, WRONG, actor_of, amount, shop_asked

CONFLICT = {409: OpenApiResponse(description="Not possible now: `code` says why (over, taken, alone, late).")}

__all__ = ["ABSENT", "CONFLICT", "DENIED", "SHOP", "WRONG", "actor_of", "amount", "shop_asked"]
