"""Pictures on the plan's paper: the best on page and PDF; one that cannot be drawn never keeps the paper from being made."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from campaigns.papers import one_page
from campaigns.services import pictures as services
from campaigns.services.pictures import PictureCounts
from common.pdf import paper_pdf
from tests.campaigns.conftest import START
from tests.campaigns.pictures.images import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(sale, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def make(name, clicks=0, data=None):
        counts = PictureCounts(30_000 if clicks else 0, clicks, 0)
        return services.add_picture(
            campaign=sale, actor=None, name=name, place="Main picture", product="Coat", data=data, counts=counts, at=START
        )

    return make


def block_of(sale, title):
    paper = one_page(sale, START, with_costs=True)
    return paper, next(block for block in paper.blocks if title in block.title)


def images_in(paper):
    pages = PdfReader(io.BytesIO(paper_pdf(paper, language="en"))).pages
    return len(pages), sum(len(page.images) for page in pages)


def test_the_winner_comes_first_and_four_are_enough(sale, add, client_as):
    for name, clicks in (("Sea", 1_500), ("Snow", 2_400), ("Street", 1_400), ("Dog", 1_450), ("Window", 1_300)):
        add(name, clicks, png(30, clicks // 50))
    add("Without a file", 1_600)
    paper, block = block_of(sale, "won")
    assert block.title == "“Snow” won."
    assert [thumb.words for thumb in block.thumbs] == ["Snow 8.00%", "Sea 5.00%", "Dog 4.83%", "Street 4.67%"]
    assert images_in(paper) == (1, 4)
    page = client_as(Role.BOSS).get(reverse("campaigns:paper", args=[sale.pk, "plan"])).content.decode()
    for thumb in block.thumbs:
        assert f'<img src="{thumb.url}"' in page
        assert thumb.words in page


def test_without_pictures_it_is_said(sale):
    assert block_of(sale, "Pictures")[1].lines == ("No picture is being tested yet.",)


@pytest.mark.parametrize("spoiled", ["gone", "broken", "large"])
def test_one_that_cannot_be_drawn_leaves_a_frame(sale, add, spoiled):
    picture = add("Sea", data=png())
    add("Snow", data=png())
    path = services.path_of(picture)
    if spoiled == "gone":
        path.unlink()
    elif spoiled == "broken":
        path.write_bytes(png()[:60])
    else:
        picture.width, picture.height = 3_000, 3_000
        picture.save()
    paper, block = block_of(sale, "No winner")
    assert [thumb.words for thumb in block.thumbs] == ["Sea", "Snow"]
    assert images_in(paper) == (1, 1)
