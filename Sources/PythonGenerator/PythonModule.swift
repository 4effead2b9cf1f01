import EventCatalogue
import LanguageSchema

/// One file of the catalogue as a module.
struct PythonModule {
    let file: LanguageFile
    let modules: PythonModules
    let catalogueID: String
    let invariants: InvariantSource

    var text: String {
        var lines = [
            "\"\"\"Generated from \(file.name)\(CatalogueFile.suffix); edit that file, not this one.\"\"\"",
            "from __future__ import annotations", "", "import enum", "from dataclasses import dataclass",
            "from dataclasses import field as _field", "from datetime import datetime",
            "from typing import TYPE_CHECKING, Any, ClassVar, Dict, List, Optional, Union", "",
        ]
        let functions = invariants.functions(calledBy: invariants.checks(in: file), keyword: "def")
        if !functions.isEmpty { lines.append("from ._rules import \(functions.joined(separator: ", "))") }
        lines += [
            "from ._runtime import Event, OpenEnum, Record", "from ._runtime import declared as _declared",
            "from ._runtime import default as _default",
        ]
        let imports = modules.imports(of: file)
        if !imports.isEmpty {
            lines += ["", "if TYPE_CHECKING:"]
            for (module, names) in imports {
                lines += ["    from .\(module) import (", "        \(names.joined(separator: ", ")),", "    )"]
            }
        }
        for declaration in file.declarations { lines += ["", ""] + self.lines(declaration) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ declaration: LanguageDeclaration) -> [String] {
        switch declaration {
        case .record(let record):
            return PythonRecord(
                record: record, catalogueID: catalogueID, checks: record.event.map { invariants.checks($0) } ?? []
            ).lines
        case .enumeration(let name, let definition, let documentation):
            return enumeration(name, definition, documentation)
        case .union(let name, let cases, let documentation):
            return PythonText.comments(documentation) + [
                "\(name) = Union[\(cases.map { "\"\($0)\"" }.joined(separator: ", "))]"
            ]
        case .alias(let name, let type, let documentation):
            var hint = PythonType.hint(type, isQuoted: true)
            if hint.hasPrefix("\"") { hint = "Union[\(hint)]" }
            return PythonText.comments(documentation) + ["\(name) = \(hint)"]
        }
    }

    private func enumeration(_ name: String, _ definition: EnumDefinition, _ documentation: [String]) -> [String] {
        let constants = PythonName.constants(definition.values.map(\.name))
        let documentation = PythonText.indented(
            PythonText.docstring(
                documentation, otherwise: definition.isOpen ? "Readers keep values that are not listed." : "All values."
            ))
        var body: [String] = []
        for (value, constant) in zip(definition.values, constants) {
            body += PythonText.comments([value.description, value.deprecation.map(Self.words)].compactMap(\.self))
            body.append(
                definition.isOpen
                    ? "\(constant): ClassVar[\(name)]" : "\(constant) = \(LanguageText.literal(value.name))")
        }
        let head = ["@_declared(\(LanguageText.literal(name)))"]
        guard definition.isOpen else {
            return head + ["class \(name)(str, enum.Enum):"] + documentation + [""] + PythonText.indented(body)
        }
        let values = definition.values.map { LanguageText.literal($0.name) }
        return head + ["class \(name)(OpenEnum):"] + documentation + [""]
            + PythonText.indented(["DECLARED = (\(values.joined(separator: ", ")),)"] + body) + ["", ""]
            + zip(constants, values).map { "\(name).\($0) = \(name)(\($1))" }
    }

    private static func words(_ deprecation: Deprecation) -> String {
        deprecation.message.isEmpty ? "Deprecated." : "Deprecated: \(deprecation.message)."
    }
}
