import EventCatalogue

/// One event in Markdown.
struct EventMarkdown {
    private let event: EventDefinition
    private let catalogue: Catalogue
    private let history: CatalogueHistory

    init(_ event: EventDefinition, _ catalogue: Catalogue, _ history: CatalogueHistory) {
        self.event = event
        self.catalogue = catalogue
        self.history = history
    }

    var lines: [String] {
        var lines = ["", "### \(event.name)", ""]
        if let summary = event.summary { lines.append(MarkdownText.plain(summary)) }
        if let description = event.description { lines += ["", MarkdownText.plain(description)] }
        if let deprecation = event.deprecation {
            let message = deprecation.message.isEmpty ? "" : ": \(MarkdownText.plain(deprecation.message))"
            lines += ["", "**Deprecated**\(message)."]
        }
        lines += [""] + facts + Self.fieldTable(FieldRow.rows(event.fields)) + consumers + routes + invariants
        return lines + examples + releases
    }

    private var facts: [String] {
        let type = SchemaName.cloudEventsType(of: event, in: catalogue)
        var lines = [
            "- Version \(event.version), \(event.status.rawValue); CloudEvents type \(MarkdownText.code(type))"
        ]
        lines.append("- Stream \(MarkdownText.code(event.stream.name))")
        if let aggregate = event.aggregate {
            let history = aggregate.keepsHistory ? ", with its history" : ""
            lines.append("- Aggregate \(aggregate.type) \(MarkdownText.code(aggregate.id.text))\(history)")
        }
        if let key = event.idempotencyKey {
            let window = DurationPhrase.text(key.window)
            lines.append("- Idempotency key \(MarkdownText.code(key.template.text)), remembered for \(window)")
        }
        if let owner = event.owner { lines.append("- Owner \(MarkdownText.plain(owner.name))") }
        if !event.aliases.isEmpty { lines.append("- Also read as \(list(event.aliases))") }
        if !event.producers.isEmpty { lines.append("- Produced by \(list(event.producers))") }
        if !event.reserved.isEmpty { lines.append("- Reserved names \(list(event.reserved))") }
        return lines
    }

    private func list(_ references: [Reference]) -> String {
        references.map { MarkdownText.code($0.name) }.joined(separator: ", ")
    }

    static func fieldTable(_ rows: [FieldRow]) -> [String] {
        guard !rows.isEmpty else { return [] }
        var lines = ["", MarkdownText.row(["field", "type", "presence", "rules", "meaning"]), "|---|---|---|---|---|"]
        for row in rows {
            lines.append(
                MarkdownText.row([
                    MarkdownText.code(row.path), MarkdownText.plain(TypePhrase.text(row.field.type)),
                    MarkdownText.plain(row.presence), row.rules.map(MarkdownText.code).joined(separator: ", "),
                    MarkdownText.plain(row.meaning),
                ]))
        }
        return lines
    }

    private var consumers: [String] {
        guard !event.consumers.isEmpty else { return [] }
        return ["", "Consumers:", ""]
            + event.consumers.map { consumer in
                let reads = consumer.reads.isEmpty ? "" : " reads \(list(consumer.reads))"
                return "- \(MarkdownText.code(consumer.service.name))\(reads)"
            }
    }

    private var routes: [String] {
        guard !event.routes.isEmpty else { return [] }
        return ["", "Routes:", ""]
            + event.routes.map { route in
                "- \(route.kind.rawValue) \(MarkdownText.code(route.name)) \(MarkdownText.plain(RoutePhrase.text(route)))"
            }
    }

    private var invariants: [String] {
        guard !event.invariants.isEmpty else { return [] }
        return ["", "Invariants:", ""]
            + event.invariants.map { invariant in
                let meaning = invariant.description.map { ": \(MarkdownText.plain($0))" } ?? ""
                return "- \(MarkdownText.plain(invariant.name))\(meaning) \(MarkdownText.code(invariant.rule))"
            }
    }

    private var examples: [String] {
        event.examples.flatMap { example in
            let json = example.value.indentedJSON.split(whereSeparator: \.isNewline).map(String.init)
            return ["", "Example \(MarkdownText.code(example.name)):", "", "```json"] + json + ["```"]
        }
    }

    private var releases: [String] {
        let releases = history.releases(of: event.name)
        guard !releases.isEmpty else { return [] }
        return ["", "History:", ""]
            + releases.flatMap { release in
                let date = release.date.map { ", \(MarkdownText.plain($0))" } ?? ""
                let changes = release.changes.map { change in
                    "  - \(change.severity.rawValue) \(MarkdownText.code(change.rule)): \(MarkdownText.plain(change.text))"
                }
                return ["- \(MarkdownText.plain(release.version))\(date)"] + changes
            }
    }
}
