"""The page on which a person tells what no file tells: people, leftover stock, other costs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign
from campaigns.views.plans import person
from common.permissions import Permission, requires
from review import services
from review.forms import CostForm
from review.models import ToldCost


@requires(Permission.VIEW_COSTS)
@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and take the amounts; what did not change is not written."""
    campaign = get_object_or_404(Campaign, pk=pk)
    told = dict(ToldCost.objects.filter(campaign=campaign).values_list("name", "amount_minor"))
    form = CostForm(request.POST or None, currency=campaign.currency, told=told)
    if request.method == "POST" and form.is_valid():
        for name, amount in form.amounts().items():
            if amount != told.get(name):
                services.tell_cost(actor=person(request), campaign=campaign, name=name, amount_minor=amount, at=timezone.now())
        messages.success(request, _("Kept. The review is being prepared anew."))
        return redirect("review:page", campaign.pk)
    words = {"told": len(told), "all": len(ToldCost.Name.choices)}
    title = _("%(told)s of the %(all)s costs that no file tells are told") % words
    shown = {"campaign": campaign, "form": form, "title": title}
    return render(request, "review/costs.html", shown, status=400 if form.errors else 200)
