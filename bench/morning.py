"""The rows of the morning after, measured by `bench.review`, for the process that prints the table and stays small."""

from bench.table import Row

PREPARE_SECONDS, PAGE_MS, PDF_SECONDS = 60.0, 100.0, 5.0


def rows(name: str, found: dict[str, float]) -> list[Row]:
    """Return the rows of one database: the review prepared, its page, both PDF files drawn by a process that has drawn none."""
    what = f"{name}: review of {found['orders']:,.0f} orders, every second one settled"
    return [
        Row(f"{what}, prepared", found["prepare"], None, PREPARE_SECONDS, PREPARE_SECONDS / 2, plain=True),
        Row(f"{what}, its page from the prepared state", 1000 * found["page"], None, PAGE_MS, PAGE_MS / 2, "ms", plain=True),
        Row(f"{what}, its PDF of one page", found["one_page"], None, PDF_SECONDS, 1.0, plain=True),
        Row(f"{what}, its whole PDF", found["whole"], None, PDF_SECONDS, 1.0, plain=True),
    ]
