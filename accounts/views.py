"""The pages about people: sign-in, one's own account, staff, the audit trail."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import forms, queries, roles, sentences, services
from accounts.models import User
from accounts.roles import Role
from common.permissions import Permission, is_allowed, public, requires, signed_in


def _safe(request: HttpRequest, address: str) -> str:
    """Return the address to come back to, if it is one of ours; else the first page."""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and allowed else resolve_url(settings.LOGIN_REDIRECT_URL)


def _keep_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@public(reason="One signs in here.")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Let a person in and lead them where they wanted to go."""
    come_back_to = _safe(request, request.POST.get("next", request.GET.get("next", "")))
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(come_back_to)
    form = forms.SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        auth.login(request, user)
        response = HttpResponseRedirect(come_back_to)
        return _keep_language(response, user.language) if isinstance(user, User) and user.language else response
    return render(request, "accounts/login.html", {"form": form, "next": come_back_to})


@signed_in(reason="Whoever came in may leave.")
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@public(reason="The sign-in page can be read in both languages.")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, in the cookie and, for a person who is signed in, for good."""
    form = forms.LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("accounts:home")
    chosen = form.cleaned_data["language"]
    if isinstance(request.user, User):
        services.set_language(user=request.user, language=chosen)
    return _keep_language(HttpResponseRedirect(_safe(request, form.cleaned_data["next"])), chosen)


@signed_in(reason="It only leads on to the first page the person may open.")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of this person's work."""
    for permission, url_name in roles.first_pages(_person(request).role):
        if is_allowed(request.user, permission):
            try:
                return HttpResponseRedirect(reverse(url_name))
            except NoReverseMatch:
                continue
    return redirect("accounts:me")


@signed_in(reason="One's own account.")
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and what one's role may do."""
    user = request.user
    allowed = [roles.LABELS[permission] for permission in Permission if is_allowed(user, permission)]
    return render(request, "accounts/me.html", {"allowed": allowed, "may_use_api": is_allowed(user, Permission.USE_API)})


@signed_in(reason="One's own password.")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    user = _person(request)
    form = forms.PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        services.change_password(actor=user, user=user, password=form.cleaned_data["new"])
        auth.update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. Your other sessions have ended."))
        return redirect("accounts:me")
    return render(request, "accounts/password.html", {"form": form})


@requires(Permission.USE_API)
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens; make a new one, whose text is on the answer and nowhere else."""
    user = _person(request)
    form = forms.TokenForm(request.POST or None)
    fresh = None
    if request.method == "POST" and form.is_valid():
        fresh = services.create_token(actor=user, user=user, name=form.cleaned_data["name"], at=timezone.now())
        form = forms.TokenForm()
    rows = user.api_tokens.all()
    return render(request, "accounts/tokens.html", {"form": form, "fresh": fresh, "tokens": rows, "now": timezone.now()})


@requires(Permission.USE_API)
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take one of one's own tokens away."""
    if services.revoke_token(actor=_person(request), token_id=token_id):
        messages.success(request, _("The token is revoked. Programs that use it get no answer any more."))
    return redirect("accounts:tokens")


@requires(Permission.MANAGE_STAFF)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Show everybody and what each role may do; take a new person on."""
    form = forms.StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.create_staff(
            actor=_person(request),
            username=given["username"],
            full_name=given["full_name"],
            role=Role(given["role"]),
            password=given["password"],
            department=given["department"],
        )
        messages.success(request, _("%(name)s can sign in now.") % {"name": given["username"]})
        return redirect("accounts:staff")
    found = queries.staff_list()
    context = {
        "title": sentences.staff_sentence(found),
        "form": form,
        "staff": found,
        "roles": Role.labels,
        "rights": roles.rights(),
    }
    return render(request, "accounts/staff.html", context)


@requires(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "POST"])
def staff_change(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person another role or department, or shut or open their account."""
    person = get_object_or_404(User, pk=user_id)
    form = forms.StaffChangeForm(request.POST or None, initial=_standing(person))
    if request.method == "POST" and form.is_valid():
        role, is_active = Role(form.cleaned_data["role"]), form.cleaned_data["is_active"]
        try:
            services.change_staff(
                actor=_person(request),
                user_id=user_id,
                role=role,
                is_active=is_active,
                department=form.cleaned_data["department"],
            )
        except services.LastAdministratorError:
            form.add_error(None, _("This is the last administrator. Make another person administrator first."))
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": person.username})
            return redirect("accounts:staff")
    password_form = forms.FirstPasswordForm()
    return render(request, "accounts/staff_change.html", {"form": form, "password_form": password_form, "person": person})


@requires(Permission.MANAGE_STAFF)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def staff_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person who forgot theirs a new password; asked for as a page, lead to where that is done."""
    person = get_object_or_404(User, pk=user_id)
    if request.method == "GET":
        return redirect("accounts:staff-change", user_id)
    password_form = forms.FirstPasswordForm(request.POST)
    if password_form.is_valid():
        services.change_password(actor=_person(request), user=person, password=password_form.cleaned_data["password"])
        messages.success(request, _("%(name)s has a new password; their sessions have ended.") % {"name": person.username})
        return redirect("accounts:staff")
    form = forms.StaffChangeForm(initial=_standing(person))
    return render(request, "accounts/staff_change.html", {"form": form, "password_form": password_form, "person": person})


@requires(Permission.VIEW_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show who changed what, newest first."""
    form = forms.AuditFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.audit_trail(**wanted)
    asked = {name: request.GET[name] for name in ("actor", "about") if request.GET.get(name)}
    older = urlencode({**asked, "before": page.older_than}) if page.older_than else ""
    is_filtered, is_first, now = bool(asked), not wanted.get("before"), timezone.now()
    context = {
        "title": sentences.trail_sentence(page, is_filtered=is_filtered, is_first=is_first, now=now),
        "form": form,
        "page": page,
        "older": older,
        "first": urlencode(asked),
        "is_first": is_first,
        "is_filtered": is_filtered,
    }
    return render(request, "accounts/audit.html", context)


def _person(request: HttpRequest) -> User:
    """Return the signed-in person, as the gate has seen to."""
    if not isinstance(request.user, User):
        raise TypeError("The gate lets only people in.")
    return request.user


def _standing(person: User) -> dict[str, Any]:
    """Return what the form of a person shows first."""
    return {"role": person.role, "department": person.department, "is_active": person.is_active}
