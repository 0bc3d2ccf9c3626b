"""The contract of faces: another domain is entered only by its front door.

Used by import-linter (`make check`): `domains` are packages under `root`; a module outside a
domain may import from it only the modules named in `faces`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FaceContract(Contract):
    """Breaks for each import that goes past a domain's face, with file and line."""

    root = fields.StringField()
    domains = fields.SetField(subfield=fields.StringField())
    faces = fields.SetField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        trespasses = [
            detail
            for domain in sorted(self.domains)
            for detail in self._trespasses(graph, f"{self.root}.{domain}")
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _trespasses(self, graph: Any, home: str) -> Iterator[dict[str, Any]]:
        rooms = {home, *graph.find_descendants(home)}
        doors = {f"{home}.{face}" for face in self.faces}
        for room in sorted(rooms - doors):
            for visitor in sorted(graph.find_modules_that_directly_import(room) - rooms):
                yield from graph.get_import_details(importer=visitor, imported=room)

    def render_broken_contract(self, check: ContractCheck) -> None:
        for seen in check.metadata["trespasses"]:
            output.print_error(f"{seen['importer']}:{seen['line_number']}: {seen['line_contents']}")
