import EventCatalogue
import LanguageSchema

/// What users import, and the list of all events.
struct TypeScriptIndex {
    let schema: LanguageSchema
    let modules: TypeScriptModules

    var indexText: String {
        var lines = schema.files.filter { !$0.declarations.isEmpty }.map {
            "export * from \"./\(modules.name(of: $0))\";"
        }
        lines += [
            "export type { EventName, Events } from \"./events\";", "export { InvalidPayload, Json } from \"./json\";",
            "export { aggregateId, idempotencyKey, readEvent, unknownFields, writeEvent } from \"./runtime\";",
            "export type { UnknownFields } from \"./runtime\";",
            "export { readCloudEvent, readEntry, readEnvelope, readMessage, readPayload } from \"./wires\";",
            "export type { Received } from \"./wires\";",
            "export { newEventId, partitionOf, Publisher, PublishError } from \"./publisher\";",
            "export type { CommandSender, PublishContext, Receipt } from \"./publisher\";",
            "export { LogEntry, LogReader, Reject, subscribe, WorkQueue } from \"./consumer\";",
            "export type { ChannelSubscriber } from \"./consumer\";",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    var eventsText: String {
        var lines: [String] = []
        for file in schema.files {
            let names = schema.events.filter { record in file.declarations.contains { $0.name == record.name } }
            guard !names.isEmpty else { continue }
            lines.append(
                "import type { \(names.map(\.name).joined(separator: ", ")) } from \"./\(modules.name(of: file))\";")
        }
        lines += ["", "/** The types of all events, by the events' names. */", "export interface Events {"]
        lines += schema.events.map { "  \($0.event?.name ?? ""): \($0.name);" } + ["}", ""]
        lines += ["/** The name of an event. */", "export type EventName = keyof Events;"]
        return lines.joined(separator: "\n") + "\n"
    }
}
