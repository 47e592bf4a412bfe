"""What a worker does beside its tasks."""

import gc

from celery.signals import task_postrun

from imports import tasks


def test_memory_is_given_back_after_files_and_not_after_each_ring():
    rounds = []
    gc.callbacks.append(lambda phase, told: rounds.append(told["generation"]) if phase == "stop" else None)
    try:
        gc.disable()
        task_postrun.send(sender=tasks.sweep_imports)
        assert 2 not in rounds
        task_postrun.send(sender=tasks.run_import)
        assert rounds.count(2) == 1
    finally:
        gc.enable()
        gc.callbacks.pop()
