import EventCatalogue
import LanguageSchema

/// The package's `__init__`: everything that users import.
struct PythonIndex {
    private let title: String
    private let origin: String
    private let schema: LanguageSchema
    private let modules: PythonModules

    init(_ catalogue: Catalogue, _ schema: LanguageSchema, _ modules: PythonModules, origin: String) {
        title = catalogue.title ?? catalogue.id
        self.schema = schema
        self.modules = modules
        self.origin = origin
    }

    var text: String {
        var lines = PythonText.docstring(
            [
                "\(title): the events of the catalogue. Generated from \(origin); edit that, not this.",
                "`Event.from_json` reads a payload, `event.to_json` writes one, checked; both keep unknown fields.",
                "`read_envelope`, `read_payload`, `read_cloudevent` and `read_entry` read what the bus puts on Redis.",
                "`publisher.Publisher` appends to the log; `consumer` has work queues, channels and a reader of the log.",
            ], otherwise: "")
        lines += ["from typing import Dict, Type", "", "from ._json import InvalidPayload"]
        lines.append("from ._runtime import Event, OpenEnum, Record")
        lines.append(
            "from ._wires import Received, read_cloudevent, read_entry, read_envelope, read_message, read_payload")
        for file in schema.files where !file.declarations.isEmpty {
            lines.append("from .\(modules.name(of: file)) import (")
            lines += file.declarations.map { "    \($0.name)," } + [")"]
        }
        lines += ["", "#: Every event of the catalogue by its name.", "EVENTS: Dict[str, Type[Event]] = {"]
        lines += schema.events.map { "    \(LanguageText.literal($0.event?.name ?? "")): \($0.name)," } + ["}", ""]
        lines.append("__all__ = [")
        let own = [
            "EVENTS", "Event", "InvalidPayload", "OpenEnum", "Received", "Record", "read_cloudevent", "read_entry",
            "read_envelope", "read_message", "read_payload",
        ]
        lines += (own + schema.files.flatMap(\.declarations).map(\.name)).map { "    \"\($0)\"," } + ["]"]
        return lines.joined(separator: "\n") + "\n"
    }
}
