"""The shape of what people type about themselves and each other."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from accounts.models import User
from accounts.roles import Role
from common.forms import InkForm


class SignInForm(InkForm, AuthenticationForm):
    """Name and password."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("This name and password do not belong together. Both mind capital letters."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")


class LanguageForm(forms.Form):
    """The language to change to, and the page to come back to."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


class PasswordForm(InkForm):
    """A new password, proved by the old one."""

    old = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten characters; a sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        """Refuse a wrong present password."""
        old = str(self.cleaned_data["old"])
        if not self.user.check_password(old):
            raise ValidationError(_("This is not your present password."))
        return old

    def clean_new(self) -> str:
        """Refuse a password that is easily guessed."""
        new = str(self.cleaned_data["new"])
        validate_password(new, self.user)
        return new


class TokenForm(InkForm):
    """What the new token is for."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("The program that will use it, for instance: ERP export")
    )


class FirstPasswordForm(InkForm):
    """A password somebody gives another person."""

    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least ten characters. Tell it to the person; they can change it on their own page."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password


def department_field() -> forms.ChoiceField:
    """Return the field of a person's department, which may be left to the role."""
    return forms.ChoiceField(
        label=_("Department"),
        choices=[("", _("that of the role")), *Department.choices],
        required=False,
        help_text=_("Whose tasks the person works on. Designers and production people need one."),
    )


class StaffForm(FirstPasswordForm):
    """A new person."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        validators=[RegexValidator(r"^[\w.@+-]+\Z", _("Only letters, figures and @ . + - _"))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    full_name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = department_field()
    field_order = ["username", "full_name", "role", "department", "password"]

    def clean_username(self) -> str:
        """Refuse a name somebody has."""
        username = User.normalize_username(str(self.cleaned_data["username"]))
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Somebody signs in by this name already."))
        return username


class StaffChangeForm(InkForm):
    """Another role or department for a person, or a shut account."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = department_field()
    is_active = forms.BooleanField(label=_("May sign in"), required=False)


class AuditFilterForm(InkForm):
    """Which lines of the trail to show, and from where on."""

    actor = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.order_by("username"), required=False, empty_label=_("Everybody")
    )
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("plan, import, a name")}),
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())
