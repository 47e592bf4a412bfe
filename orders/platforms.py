"""How the platforms are called. A shop keeps a code, or whatever a person wrote for a platform we have no export of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, Any] = MappingProxyType(
    {
        "taobao": _("Taobao"),
        "tmall": _("Tmall"),
        "jd": _("JD.com"),
        "pinduoduo": _("Pinduoduo"),
        "douyin": _("Douyin"),
        "youzan": _("Youzan"),
        "jushuitan": _("Jushuitan"),
        "shopify": "Shopify",
        "woocommerce": "WooCommerce",
        "magento": "Magento",
        "amazon": "Amazon",
    }
)


def label_of(platform: str) -> str:
    """Return a platform's name in the language that is active; what is no code is shown as it was written.

    >>> label_of("shopify"), label_of("Corner market")
    ('Shopify', 'Corner market')
    """
    return str(LABELS.get(platform.strip().lower(), platform))
