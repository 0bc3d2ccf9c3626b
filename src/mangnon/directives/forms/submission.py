"""The whole review page as one thing that is read, saved and, after a conflict, shown again.

Every control carries what stood in it when the page was made (Django's hidden initial), so that a
save writes only what this person changed and never undoes what a colleague changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict

from mangnon.directives import api
from mangnon.directives.forms.review import (
    AddresseeForm,
    ClauseForm,
    DeadlineForm,
    GroundForm,
    LetterFieldsForm,
    UnitsForm,
)
from mangnon.directives.models import Addressee, Clause, Directive, Ground
from mangnon.units.api import Person

_CLAUSE_FIELDS = ("mark", "text", "kind", "indicator", "deadline_on", "wants_evidence")


@dataclass(frozen=True)
class AddresseeRow:
    addressee: Addressee
    form: AddresseeForm
    units: UnitsForm

    @property
    def count(self) -> int:
        return len(self.units.before)


@dataclass(frozen=True)
class ClauseRow:
    clause: Clause
    form: ClauseForm


class Submission:
    """The forms of one letter, unbound or bound to what was posted."""

    def __init__(
        self,
        review: api.Review,
        indicators: list[tuple[str, str]],
        quick: list[tuple[str, str]],
        data: QueryDict | None = None,
    ) -> None:
        self.review, self.directive, self.data = review, review.directive, data
        self._stale: int | None = None
        self.fields = _form(LetterFieldsForm, data, initial=_fields_of(review.directive))
        self.deadline = _form(
            DeadlineForm,
            data,
            initial={"deadline_on": review.directive.deadline_on},
            quick=quick,
        )
        self.grounds = [
            _form(GroundForm, data, prefix=f"ground-{at}", initial=_ground_of(ground))
            for at, ground in enumerate([*review.grounds, None])
        ]
        self.addressees = [self._addressee_row(one) for one in review.addressees]
        self.new_addressee = _form(AddresseeForm, data, prefix="addressee-new")
        parties = [(str(one.pk), one.text) for one in review.addressees]
        self.clauses = [
            ClauseRow(
                one,
                _form(
                    ClauseForm,
                    data,
                    prefix=f"clause-{one.pk}",
                    initial=_clause_of(one),
                    addressees=parties,
                    indicators=indicators,
                ),
            )
            for one in review.clauses
        ]

    def _addressee_row(self, addressee: Addressee) -> AddresseeRow:
        prefix = f"addressee-{addressee.pk}"
        return AddresseeRow(
            addressee,
            _form(AddresseeForm, self.data, prefix=prefix, initial={"text": addressee.text}),
            UnitsForm(self.data, prefix=f"{prefix}-to", addressee=addressee),
        )

    def forms(self) -> Iterator[forms.Form]:
        """Every form whose values can be compared, in the order of the page."""
        yield self.fields
        yield self.deadline
        yield from self.grounds
        yield from (row.form for row in self.addressees)
        yield self.new_addressee
        yield from (row.form for row in self.clauses)

    def is_valid(self) -> bool:
        # Every form is asked, so that all mistakes are shown at once.
        checked = [form.is_valid() for form in [*self.forms(), *self._unit_forms()]]
        return all(checked)

    def problems(self) -> list[tuple[str, str]]:
        """`(id of the control, what is wrong)` over the whole page; none before it was sent."""
        if self.data is None:
            return []
        return [
            (form[name].id_for_label if name in form.fields else "", str(words))
            for form in self.forms()
            for name, errors in form.errors.items()
            for words in errors
        ]

    def refuse(self, invalid: api.Invalid) -> None:
        """Put an action's words beside the control that it names."""
        for form in self.forms():
            if invalid.field in form.fields:
                form.add_error(invalid.field, str(invalid))
                return
        self.fields.add_error(None, str(invalid))

    def _unit_forms(self) -> list[UnitsForm]:
        return [row.units for row in self.addressees]

    @transaction.atomic
    def save(self, *, by: Person, version: int) -> Directive:
        """Write what was changed, all or nothing. Raises Conflict, Invalid, NotAllowed.

        Each action gives the next its version. When the page is older than the letter, the first
        action that would change something refuses and shows both values.
        """
        self._stale = None if version == self.directive.version else version
        directive = self._save_letter(by, self.directive)
        for row in self.addressees:
            directive = self._save_addressee(by, directive, row)
        if self.new_addressee.has_changed():
            directive = api.add_addressee(
                **self._common(by, directive), text=self.new_addressee.words
            )
        for clause in self.clauses:
            directive = self._save_clause(by, directive, clause)
        return directive

    def _common(self, by: Person, directive: Directive) -> dict[str, Any]:
        version = directive.version if self._stale is None else self._stale
        return {"by": by, "directive": directive, "version": version}

    def _save_letter(self, by: Person, directive: Directive) -> Directive:
        changed = _changed(self.fields)
        if changed:
            directive = api.correct(**self._common(by, directive), **changed)
        if any(form.has_changed() for form in self.grounds):
            lines = self._ground_lines()
            directive = api.set_grounds(**self._common(by, directive), grounds=lines)
        on = self.deadline.chosen()
        if on and on != directive.deadline_on:
            directive = api.choose_deadline(**self._common(by, directive), on=on)
        return directive

    def _save_addressee(self, by: Person, directive: Directive, row: AddresseeRow) -> Directive:
        common = {**self._common(by, directive), "addressee_id": row.addressee.pk}
        if row.form.has_changed():
            return api.edit_addressee(**common, text=row.form.words)
        if row.units.changes():
            return api.choose_units(**common, unit_ids=row.units.chosen())
        return directive

    def _save_clause(self, by: Person, directive: Directive, row: ClauseRow) -> Directive:
        changed = {name: v for name, v in _changed(row.form).items() if name in _CLAUSE_FIELDS}
        if changed:
            directive = api.edit_clause(
                **self._common(by, directive), clause_id=row.clause.pk, **changed
            )
        if set(row.form.changed_data) - set(_CLAUSE_FIELDS):
            lead, cooperate = row.form.sides()
            directive = api.set_parties(
                **self._common(by, directive),
                clause_id=row.clause.pk,
                lead=lead,
                cooperate=cooperate,
            )
        return directive

    def _ground_lines(self) -> list[api.GroundLine]:
        given = (form.cleaned_data for form in self.grounds)
        return [
            api.GroundLine(one["notation"], one["issued_on"], one["issuer"])
            for one in given
            if one["notation"]
        ]

    def rebased(self, posted: Submission) -> QueryDict:
        """`posted` again with today's values wherever its person had changed nothing."""
        data = QueryDict(mutable=True) if posted.data is None else posted.data.copy()
        mine = {form.prefix or type(form).__name__: form for form in posted.forms()}
        for form in self.forms():
            same = mine.get(form.prefix or type(form).__name__)
            _rebase(data, form, set(same.changed_data) if same else set())
        return data


def _form(kind: type[Any], data: QueryDict | None, **given: Any) -> Any:
    form = kind(data, **given)
    for field in form.fields.values():
        field.show_hidden_initial = True
    return form


def _changed(form: forms.Form) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.changed_data}


def _fields_of(directive: Directive) -> dict[str, Any]:
    values = {name: getattr(directive, name) for name in LetterFieldsForm.base_fields}
    return {**values, "copies": "\n".join(directive.copies)}


def _ground_of(ground: Ground | None) -> dict[str, Any]:
    if ground is None:
        return {}
    return {name: getattr(ground, name) for name in GroundForm.base_fields}


def _clause_of(clause: Clause) -> dict[str, Any]:
    parts = {f"party-{one.addressee_id}": one.part for one in clause.parties.all()}
    return {**{name: getattr(clause, name) for name in _CLAUSE_FIELDS}, **parts}


def _rebase(data: QueryDict, form: forms.Form, keep: set[str]) -> None:
    for bound in form:
        now = _as_posted(bound.initial)
        data[bound.html_initial_name] = now
        if bound.name not in keep:
            data[bound.html_name] = now
        if bound.widget_type == "checkbox" and data.get(bound.html_name) in ("", "False"):
            del data[bound.html_name]


def _as_posted(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
