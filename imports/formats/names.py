"""When an export was made, read from the name of its file."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_EPOCH = re.compile(r"^(1\d{9})(?:\d{3})?(?=\D|$)")
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_ANOTHER_DATE = rf"20\d{{2}}[-_.年]?{_MONTH}[-_.月]?{_DAY}"
_TIME = r"([01]\d|2[0-3])[-_.:时点]?([0-5]\d)(?:[-_.:分]?([0-5]\d)(?:[-_.]?\d*)?)?"
_DATED = re.compile(
    rf"(?<!\d)(20\d{{2}})[-_.年]?({_MONTH})[-_.月]?({_DAY})日?(?:[-_ T.]{{0,2}}(?!{_ANOTHER_DATE}){_TIME})?(?!\d)"
)


def as_of_from_name(filename: str, zone: str) -> int | None:
    """Read the moment of the export from the file's name, as epoch seconds; none when the name tells nothing.

    An epoch at the beginning (Douyin), else the last date with a time in it on the clock of `zone`, else the end of the last
    date without one: a file named after a day has seen that day.

    >>> as_of_from_name("ExportOrderList201905151650.csv", "Asia/Shanghai") == as_of_from_name("1557910200_x.csv", "UTC")
    True
    """
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    epoch = _EPOCH.match(name)
    if epoch and datetime.fromtimestamp(int(epoch[1]), UTC).year >= 2010:
        return int(epoch[1])
    timed: datetime | None = None
    dated: datetime | None = None
    for found in _DATED.finditer(name):
        year, month, day, hour, minute, second = found.groups()
        try:
            day_start = datetime(int(year), int(month), int(day), tzinfo=ZoneInfo(zone))
        except ValueError:  # 31 February
            continue
        if hour:
            timed = day_start.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
        else:
            dated = day_start.replace(hour=23, minute=59, second=59)
    moment_found = timed or dated
    return int(moment_found.timestamp()) if moment_found else None
