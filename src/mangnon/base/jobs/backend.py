from django_tasks.backends.immediate import ImmediateBackend


class Backend(ImmediateBackend):
    pass
