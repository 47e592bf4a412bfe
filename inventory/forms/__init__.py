"""What people ask for and type, one topic a file."""

from inventory.forms.products import MISSING, SORTS, AskedPriceForm, BulkForm, ProductFilter, categories

__all__ = ["MISSING", "SORTS", "AskedPriceForm", "BulkForm", "ProductFilter", "categories"]
