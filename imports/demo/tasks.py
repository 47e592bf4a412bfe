"""The departments of the demo shop: their tasks, as far as they would be by now, the designers' brief and their ten pictures."""

from datetime import date, datetime, timedelta

from accounts.models import User
from campaigns.models import Campaign, TaskState
from campaigns.queries.tasks import task_rows
from campaigns.services import pictures, task_sets, tasks
from campaigns.services.pictures import PictureCounts
from imports.demo.images import demo_picture

OWNERS = {"operations": "lin", "design": "lin", "service": "chen", "warehouse": "wu", "production": "wu"}
UNOWNED = {"cs_call_back", "op_coupons"}
STILL_WORKING = {"op_judge", "de_day", "cs_chase", "wa_listed"}
LATE = "op_holdback"
PLACE, PRODUCT = "主图", "羊毛大衣"
SHOWN = (
    ("雪地", 31_200, 1_561, 71),
    ("红围巾", 30_800, 2_373, 118),
    ("姐妹", 31_000, 1_612, 66),
    ("价格", 30_900, 1_860, 40),
    ("近景", 31_100, 1_400, 70),
    ("夜街", 30_950, 1_300, 55),
    ("奶奶", 31_020, 1_720, 90),
    ("车窗", 30_870, 1_480, 60),
    ("平铺", 31_130, 1_200, 51),
    ("小狗", 30_990, 1_650, 80),
)
BRIEF = {
    "idea": "轻到忘记穿着它的大衣",
    "theme": "老城的第一场雪,傍晚的光,不进影棚",
    "selling_point": "一个山谷的羊毛,只有我们有",
    "purpose": "用大衣拉新客,用围巾赚利润",
    "places": "主图 800 × 800\n横幅 1920 × 600\n海报 1080 × 1920",
    "must_have": "标志、时间、到手价",
    "must_not": "极限词、别家的价格",
    "tone": "温暖,一句话说完",
    "examples": "去年冬天点击率最高的那张:学它的光,不学它的姿势",
}


def give_tasks(*, campaign: Campaign, actor: User | None, now: datetime) -> None:
    """Give the sale its brief, its pictures and its tasks, once: what was due is done, but for one that is late."""
    if campaign.tasks.exists():
        return
    begun = campaign.starts_at - timedelta(days=56)
    _draw(campaign, actor, begun)
    task_sets.lay_templates(campaign=campaign, actor=actor, at=begun)
    people = {person.username: person for person in User.objects.filter(username__in=set(OWNERS.values()))}
    wanted = list(campaign.tasks.exclude(code__in=UNOWNED).select_related("campaign"))
    for department, username in OWNERS.items():
        theirs = [task for task in wanted if task.department == department]
        task_sets.assign_tasks(tasks=theirs, actor=actor, owner=people.get(username), at=begun)
    for row in task_rows(campaign=campaign, at=now):
        code, owner = row.task.code, row.task.owner
        if code in STILL_WORKING and now >= campaign.starts_at:
            tasks.set_state(task=row.task, actor=owner, state=TaskState.WORKING, at=campaign.starts_at)
        elif row.days_late and code != LATE:
            done_at = row.due_at - timedelta(hours=4)
            tasks.set_state(task=row.task, actor=owner, state=TaskState.DONE, at=done_at)


def _draw(campaign: Campaign, actor: User | None, begun: datetime) -> None:
    deadline: date = (campaign.starts_at - timedelta(days=28)).date()
    pictures.save_brief(campaign=campaign, actor=actor, version=0, said=BRIEF | {"deadline": deadline}, at=begun)
    for name, *counts in SHOWN:
        pictures.add_picture(
            campaign=campaign,
            actor=actor,
            name=name,
            place=PLACE,
            product=PRODUCT,
            data=demo_picture(name),
            counts=PictureCounts(*counts),
            at=begun,
        )
