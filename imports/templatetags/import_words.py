"""Template filters of the import pages."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_HAN = re.compile(r"[\u3400-\u9fff]")


@register.filter
def han(text: object) -> SafeString:
    """Return the attribute ` lang="zh-Hans"` for a text with Chinese characters, nothing for any other.

    Words of a file are Chinese whatever language the page is in; a screen reader must know.
    """
    return mark_safe(' lang="zh-Hans"') if _HAN.search(str(text or "")) else mark_safe("")
