"""Addresses of the pages of products, below /products/."""

from django.urls import path

from inventory.views import one, products, selection, tier_map, tier_roles, tiers

app_name = "inventory"
urlpatterns = [
    path("", products.product_list, name="products"),
    path("save/", products.products_save, name="products-save"),
    path("set/", products.products_set, name="products-set"),
    path("export/", products.products_export, name="products-export"),
    path("one/", one.product, name="product"),
    path("one/price/", one.price_type, name="price-type"),
    path("one/price/drop/", one.price_drop, name="price-drop"),
    path("tiers/", tiers.tiers, name="tiers"),
    path("tiers/judge/", tiers.tiers_judge, name="tiers-judge"),
    path("tiers/accept/", tiers.tiers_accept, name="tiers-accept"),
    path("tiers/take-back/", tiers.tiers_take_back, name="tiers-take-back"),
    path("tiers/lock/", tiers.tiers_lock, name="tiers-lock"),
    path("tiers/terms/", tiers.tiers_terms, name="tiers-terms"),
    path("tiers/export/", tiers.tiers_export, name="tiers-export"),
    path("tiers/map/", tier_map.tier_map, name="tier-map"),
    path("tiers/roles/", tier_roles.tier_roles, name="tier-roles"),
    path("tiers/roles/set/", tier_roles.tier_roles_set, name="tier-roles-set"),
    path("selection/", selection.selection_list, name="selection"),
    path("selection/choose/", selection.selection_choose, name="selection-choose"),
    path("selection/weights/", selection.selection_weights, name="selection-weights"),
    path("selection/export/", selection.selection_export, name="selection-export"),
]
