"""Addresses of tasks: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.tasks import TaskCommentsView, TasksView, TaskView
from campaigns.views import task, tasks

urlpatterns = [
    path("tasks/", tasks.my_tasks, name="my-tasks"),
    path("<int:pk>/tasks/", tasks.tasks, name="tasks"),
    path("<int:pk>/tasks/templates/", tasks.tasks_lay, name="tasks-lay"),
    path("<int:pk>/tasks/bulk/", tasks.tasks_bulk, name="tasks-bulk"),
    path("<int:pk>/tasks/export/", tasks.tasks_export, name="tasks-export"),
    path("<int:pk>/tasks/new/", task.task_new, name="task-new"),
    path("<int:pk>/tasks/<int:task_id>/", task.task, name="task"),
    path("<int:pk>/tasks/<int:task_id>/edit/", task.task_edit, name="task-edit"),
    path("<int:pk>/tasks/<int:task_id>/state/", task.task_state, name="task-state"),
    path("<int:pk>/tasks/<int:task_id>/take/", task.task_take, name="task-take"),
    path("<int:pk>/tasks/<int:task_id>/comment/", task.task_comment, name="task-comment"),
    path("<int:pk>/tasks/<int:task_id>/link/", task.task_link, name="task-link"),
    path("<int:pk>/tasks/<int:task_id>/link/<int:link_id>/remove/", task.task_unlink, name="task-unlink"),
    path("<int:pk>/tasks/<int:task_id>/undo/", task.task_undo, name="task-undo"),
    path("<int:pk>/tasks/<int:task_id>/drop/", task.task_drop, name="task-drop"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/tasks/", TasksView.as_view(), name="tasks"),
    path("campaigns/<int:pk>/tasks/<int:task_id>/", TaskView.as_view(), name="task"),
    path("campaigns/<int:pk>/tasks/<int:task_id>/comments/", TaskCommentsView.as_view(), name="task-comments"),
]
