"""Suppliers for programs: read, added, changed."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from inventory.api.common import who
from inventory.api.products import DENIED
from inventory.models import Supplier
from inventory.queries.suppliers import supplier_lines
from inventory.services.suppliers import (
    MOST_DAILY_UNITS,
    MOST_LEAD_DAYS,
    SupplierRefusedError,
    add_supplier,
    change_supplier,
)
from inventory.words.replenishing import why_supplier

BAD = {400: OpenApiResponse(description="What cannot stand.")}


class SupplierInSerializer(serializers.Serializer[dict[str, Any]]):
    """What is known of a supplier; null is unknown, what is not named stays."""

    name = serializers.CharField(max_length=200, required=False)
    lead_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_LEAD_DAYS)
    daily_units = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MOST_DAILY_UNITS, help_text="of all products together"
    )
    contact = serializers.CharField(max_length=200, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class SupplierSerializer(SupplierInSerializer):
    """One supplier with its goods on sale and the pieces ordered and not received."""

    id = serializers.IntegerField()
    products = serializers.IntegerField()
    ordered = serializers.IntegerField()


class SupplierListSerializer(serializers.Serializer[dict[str, Any]]):
    """All suppliers by name."""

    suppliers = SupplierSerializer(many=True)


class SuppliersView(APIView):
    """All suppliers."""

    permission_by_method = {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK}

    @extend_schema(operation_id="suppliers_list", responses={200: SupplierListSerializer, **DENIED})
    def get(self, request: Request) -> Response:
        """List the suppliers by name."""
        del request
        rows = [_told(line.supplier, line.products, line.ordered) for line in supplier_lines()]
        return Response(SupplierListSerializer({"suppliers": rows}).data)

    @extend_schema(
        operation_id="suppliers_add", request=SupplierInSerializer, responses={201: SupplierSerializer, **BAD, **DENIED}
    )
    def post(self, request: Request) -> Response:
        """Add a supplier."""
        sent = SupplierInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            supplier = add_supplier(actor=who(request), values=sent.validated_data)
        except SupplierRefusedError as refused:
            return Response({"detail": f"{refused.field}: {why_supplier(refused)}"}, status=400)
        return Response(SupplierSerializer(_told(supplier, 0, 0)).data, status=201)


class SupplierView(APIView):
    """One supplier."""

    permission = Permission.MANAGE_STOCK

    @extend_schema(
        operation_id="suppliers_change", request=SupplierInSerializer, responses={200: SupplierSerializer, **BAD, **DENIED}
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change what is known of a supplier, with an audit row."""
        get_object_or_404(Supplier, pk=pk)
        sent = SupplierInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            change_supplier(actor=who(request), pk=pk, values=sent.validated_data)
        except SupplierRefusedError as refused:
            return Response({"detail": f"{refused.field}: {why_supplier(refused)}"}, status=400)
        line = next(line for line in supplier_lines() if line.supplier.pk == pk)
        return Response(SupplierSerializer(_told(line.supplier, line.products, line.ordered)).data)


def _told(supplier: Supplier, products: int, ordered: int) -> dict[str, Any]:
    names = ("name", "lead_days", "daily_units", "contact", "note")
    told = {name: getattr(supplier, name) for name in names}
    return told | {"id": supplier.pk, "products": products, "ordered": ordered}
