import EventCatalogue
import YAMLReader

/// A report for programs.
enum JSONReport {
    static func text(_ report: CatalogueReport) -> String {
        let summary = CatalogueValue.object([
            .init("errors", .number("\(report.count(.error))")),
            .init("warnings", .number("\(report.count(.warning))")), .init("notes", .number("\(report.count(.note))")),
            .init("breaks", .array(report.broken.map(service))),
        ])
        let value = CatalogueValue.object([
            .init("subject", .string(report.subject)), .init("summary", summary),
            .init("findings", .array(report.entries.map(entry))),
        ])
        return String(value.indentedJSON.dropLast())
    }

    private static func entry(_ entry: ReportEntry) -> CatalogueValue {
        .object([
            .init("rule", .string(entry.rule)), .init("severity", .string(entry.severity.rawValue)),
            .init("event", .string(entry.event)), .init("path", .string(entry.path)),
            .init("before", entry.before.map { .string($0) } ?? .null),
            .init("after", entry.after.map { .string($0) } ?? .null), .init("message", .string(entry.message)),
            .init("advice", .string(entry.advice)), .init("against", .string(entry.against)),
            .init("services", .array(entry.services.map(service))), .init("location", place(entry.location)),
            .init(
                "notes",
                .array(
                    entry.notes.map { note in
                        .object([.init("message", .string(note.message)), .init("location", place(note.location))])
                    })),
        ])
    }

    private static func service(_ service: ServiceAtStake) -> CatalogueValue {
        .object([
            .init("name", .string(service.name)), .init("owner", service.owner.map { .string($0) } ?? .null),
            .init("contact", service.contact.map { .string($0) } ?? .null),
        ])
    }

    private static func place(_ location: SourceLocation) -> CatalogueValue {
        .object([
            .init("path", .string(location.path)), .init("line", .number("\(location.line)")),
            .init("column", .number("\(location.column)")),
        ])
    }
}
