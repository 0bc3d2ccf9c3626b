"""The result letter."""

from django.http import HttpResponse


def edit(request, pk):
    return HttpResponse("")


preview = as_docx = as_pdf = edit


def giving(request, pk, suffix):
    return HttpResponse("")


urging = giving
