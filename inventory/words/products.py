"""Values of products as people and files write them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inventory.models import Product
from inventory.services import ProductError

HEADERS: tuple[tuple[str, str, str], ...] = (
    ("sku", "SKU", "商品编码"),
    ("title", "Title", "商品名称"),
    ("category", "Category", "类目"),
    ("cost_minor", "Cost", "成本价"),
    ("list_price_minor", "List price", "吊牌价"),
    ("floor_minor", "Floor price", "最低售价"),
    ("tier", "Tier", "商品分层"),
    ("supplier", "Supplier", "供应商"),
    ("picture", "Picture", "主图链接"),
    ("status", "Status", "销售状态"),
    ("kind", "Kind", "商品性质"),
    ("pack_units", "Pieces in a carton", "装箱数"),
    ("alert_units", "Alert line", "警戒线"),
)
"""Our name, and the header in a file, as the template of a product list has them too (a test holds the two together)."""
WORDS = {
    "on_sale": ("on sale", "在售"),
    "withdrawn": ("withdrawn", "下架"),
    "goods": ("goods", "商品"),
    "gift": ("gift", "赠品"),
    "service": ("service", "服务"),
}


def header_row() -> list[str]:
    """Return the headers of a product list in the language of the page."""
    return [chinese if _is_chinese() else english for _name, english, chinese in HEADERS]


def word_of(value: str) -> str:
    """Return a status or a kind as a file writes it in the language of the page."""
    return WORDS[value][_is_chinese()]


def why(error: ProductError) -> str:
    """Say what is wrong with a value of a product."""
    return {
        "negative": _("This is below zero."),
        "choice": _("This is none of the choices."),
        "long": _("This is too long."),
        "large": _("This is more than ten million pieces."),
        "nothing": _("A carton holds one piece or more; leave it empty where it is not known."),
        "number": _("This is no whole number of pieces."),
    }.get(error.code, _("This cannot be set."))


def cost_warning(product: Product) -> str:
    """Say that a product costs more than its list price; empty when it does not, or one is not known."""
    if product.cost_minor is None or product.list_price_minor is None or product.cost_minor <= product.list_price_minor:
        return ""
    return _("above the list price")


def not_money() -> str:
    """Say that a text is no amount."""
    return _("This is no amount. Write it like 129.00.")


def not_count() -> str:
    """Say that a text is no number of pieces."""
    return _("This is no number of pieces. Write digits, such as 24.")


def _is_chinese() -> bool:
    return (get_language() or "en").lower().startswith("zh")
