"""Bytes to a table of text: what kind of file it is, how it is encoded, where its header stands, its rows as strings.

Nothing here knows a platform or a database. Whatever cannot be read is refused with a sentence (`RefusedFile`).
"""

from imports.readers.refusals import Refusal, RefusalCode, RefusedFile

__all__ = ["Refusal", "RefusalCode", "RefusedFile"]
