"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, pairs, products, substitutes

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/export/", one.product_export, name="product-export"),
    path("one/facts/", one.facts_save, name="facts-save"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
    path("pairs/", pairs.pair_list, name="pairs"),
    path("pairs/count/", pairs.pairs_count, name="pairs-count"),
    path("pairs/export/", pairs.pairs_export, name="pairs-export"),
    path("pairs/bundle/", pairs.bundle_keep, name="bundle-keep"),
    path("pairs/bundle/drop/", pairs.bundle_drop, name="bundle-drop"),
    path("substitutes/", substitutes.substitute_list, name="substitutes"),
    path("substitutes/export/", substitutes.substitutes_export, name="substitutes-export"),
    path("substitutes/one/", substitutes.substitutes_one, name="substitutes-one"),
    path("substitutes/add/", substitutes.substitute_add, name="substitute-add"),
    path("substitutes/up/", substitutes.substitute_up, name="substitute-up"),
    path("substitutes/remove/", substitutes.substitute_remove, name="substitute-remove"),
    path("substitutes/in/", substitutes.substitute_in, name="substitute-in"),
    path("substitutes/out/", substitutes.substitute_out, name="substitute-out"),
]
