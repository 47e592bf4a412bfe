"""The page of shops."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.permissions import Permission, requires
from orders import services
from orders.forms import ShopForm
from orders.models import Shop


@requires(Permission.MANAGE_SHOPS)
@require_http_methods(["GET", "POST"])
def shops(request: HttpRequest) -> HttpResponse:
    """List the shops and make a new one."""
    form = ShopForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        shop = services.create_shop(actor=request.user, **form.cleaned_data)
        messages.success(request, _("%(shop)s is ready: its files can be imported.") % {"shop": shop.name})
        return redirect("orders:shops")
    context = {"shops": Shop.objects.all(), "form": form}
    return render(request, "orders/shops.html", context, status=422 if form.errors else 200)
