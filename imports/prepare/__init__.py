"""A file becomes claims: looked at, read, checked, freed of repeats, cut into chunks. In bounded memory, without a database.

`look` shows what a file is, `prepare` writes its claims beside each other as Parquet, `read_chunk` gives them back.
"""

from imports.prepare.answers import ChunkInfo, HeldWord, Look, Prepared, ProblemGroup, Sheet, prepared_from
from imports.prepare.chunks import read_chunk
from imports.prepare.looking import look
from imports.prepare.road import prepare
from imports.readers.refusals import Refusal, RefusalCode, RefusedFile

__all__ = [
    "ChunkInfo",
    "HeldWord",
    "Look",
    "Prepared",
    "ProblemGroup",
    "Refusal",
    "RefusalCode",
    "RefusedFile",
    "Sheet",
    "look",
    "prepare",
    "prepared_from",
    "read_chunk",
]
