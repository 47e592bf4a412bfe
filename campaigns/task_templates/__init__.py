"""What every sale asks of each department, from 55 days before it to a week after: the playbook as tasks (P14).

The words are translated where they are shown; a sale keeps only the code.
"""

from accounts.departments import Department
from campaigns.task_templates import design, operations, production, service, warehouse
from campaigns.task_templates.base import TaskTemplate

TEMPLATES: dict[Department, tuple[TaskTemplate, ...]] = {
    Department.OPERATIONS: operations.TASKS,
    Department.DESIGN: design.TASKS,
    Department.SERVICE: service.TASKS,
    Department.WAREHOUSE: warehouse.TASKS,
    Department.PRODUCTION: production.TASKS,
}
BY_CODE: dict[str, TaskTemplate] = {task.code: task for tasks in TEMPLATES.values() for task in tasks}

__all__ = ["BY_CODE", "TEMPLATES", "TaskTemplate"]
