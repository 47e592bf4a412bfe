"""The forms of the brief, of one picture, and of a table of numbers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import CountField, day_input
from campaigns.models import Brief, Picture
from campaigns.rules.image_files import LARGEST_BYTES as LARGEST_IMAGE
from campaigns.rules.problems import Problem
from campaigns.services.pictures import BRIEF_FIELDS, PictureCounts
from campaigns.tables.pictures import LARGEST_BYTES
from campaigns.words.pictures import BRIEF_WORDS, picture_sentence
from common.forms import InkForm


def _words(name: str, help_text: Any, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=BRIEF_WORDS[name],
        required=False,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BriefForm(InkForm):
    """The brief, part by part; it may be kept half written."""

    idea = _words("idea", _("The one thought of the sale, in one sentence."))
    theme = _words("theme", _("The look it is told in: season, feast, story."))
    selling_point = _words("selling_point", _("Why somebody buys here and now; what no other shop can say."))
    purpose = _words("purpose", _("New buyers, clearing stock, a new product? It decides what stands in front."))
    places = _words("places", _("Each place with its size: main picture 800 × 800, banner 1920 × 600."), 3)
    must_have = _words("must_have", _("Logo, time, price, the benefit."))
    must_not = _words("must_not", _("Words and pictures the platform or the law forbids; what buyers misread."))
    tone = _words("tone", _("How it speaks: warm, loud, plain."))
    examples = _words("examples", _("Pictures and addresses that show what is meant."))
    deadline = forms.DateField(label=BRIEF_WORDS["deadline"], required=False, widget=day_input())


class PictureForm(InkForm):
    """One picture: what it is called, where it is shown, its file, its numbers so far."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    place = forms.CharField(
        label=_("Place"),
        max_length=80,
        required=False,
        help_text=_("Main picture, banner, poster: pictures of one place and product are compared."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PNG, JPEG, WebP or GIF, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    impressions = CountField(label=_("Impressions"), required=False)
    clicks = CountField(label=_("Clicks"), required=False)
    orders = CountField(label=_("Orders"), required=False)

    def told(self) -> dict[str, Any]:
        """Return what was written, as the services take it; at most one byte more than is allowed is read of the file."""
        said = self.cleaned_data
        upload = said["file"]
        return {
            "name": said["name"],
            "place": said["place"],
            "product": said["product"],
            "data": upload.read(LARGEST_IMAGE + 1) if upload else None,
            "counts": PictureCounts(said["impressions"] or 0, said["clicks"] or 0, said["orders"] or 0),
        }

    def take(self, problems: Iterable[Problem]) -> None:
        """Show problems at the fields they belong to."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, picture_sentence(problem))


class CountsForm(InkForm):
    """Numbers of many pictures: a file, or lines pasted from a spreadsheet."""

    file = forms.FileField(label=_("Table (CSV or XLSX)"), required=False, allow_empty_file=True)
    pasted = forms.CharField(
        label=_("or paste its rows"),
        required=False,
        strip=False,
        max_length=500_000,
        help_text=_("The first row names the columns: picture, impressions, clicks, orders. Numbers replace those of before."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def table(self) -> bytes:
        """Return the table as bytes, of a file at most one more than is allowed."""
        upload = self.cleaned_data["file"]
        return bytes(upload.read(LARGEST_BYTES + 1)) if upload else str(self.cleaned_data["pasted"]).encode()

    def take(self, problems: Iterable[Problem]) -> None:
        """Show what is wrong at the table."""
        field = "file" if self.cleaned_data.get("file") else "pasted"
        for problem in list(problems)[:12]:
            self.add_error(field, picture_sentence(problem))


def brief_initial(brief: Brief | None) -> dict[str, Any]:
    """Return what the form of the brief shows first."""
    return {name: getattr(brief, name) for name in BRIEF_FIELDS} if brief else {}


def picture_initial(picture: Picture) -> dict[str, Any]:
    """Return what the form of a picture shows first."""
    return {name: getattr(picture, name) for name in ("name", "place", "product", "impressions", "clicks", "orders")}
