import EventCatalogue

/// A catalogue as one Markdown document.
struct MarkdownDocument {
    private let catalogue: Catalogue
    private let history: CatalogueHistory

    init(_ catalogue: Catalogue, history: CatalogueHistory) {
        self.catalogue = catalogue
        self.history = history
    }

    var text: String {
        var lines = ["# \(MarkdownText.plain(catalogue.title ?? catalogue.id))", ""]
        lines.append("Generated from the catalogue \(MarkdownText.code(catalogue.id)); edit that, not this file.")
        lines += index + graph
        lines += ["", "## Events"]
        for event in catalogue.events { lines += EventMarkdown(event, catalogue, history).lines }
        lines += types + streams + people
        return lines.joined(separator: "\n") + "\n"
    }

    private var index: [String] {
        var lines = ["", MarkdownText.row(["event", "version", "stream", "summary"]), "|---|---|---|---|"]
        for event in catalogue.events {
            lines.append(
                MarkdownText.row([
                    "[\(event.name)](#\(MarkdownText.anchor(event.name)))", "\(event.version)",
                    MarkdownText.plain(event.stream.name), MarkdownText.plain(event.summary ?? ""),
                ]))
        }
        return lines
    }

    private var graph: [String] {
        let graph = EventGraph(catalogue)
        return graph.edges.isEmpty ? [] : ["", "## Who produces, who consumes", ""] + MermaidGraph.lines(graph)
    }

    private var types: [String] {
        guard !catalogue.types.isEmpty else { return [] }
        var lines = ["", "## Types"]
        for type in catalogue.types {
            lines += ["", "### \(MarkdownText.plain(type.name))", ""]
            let rules = TypePhrase.rules(type.value).map(MarkdownText.code)
            lines.append(([MarkdownText.plain(TypePhrase.text(type.value.type))] + rules).joined(separator: "; ") + ".")
            if let description = type.value.description { lines.append(MarkdownText.plain(description)) }
            if case .enumeration(let definition) = type.value.type {
                lines.append("")
                for value in definition.values {
                    let meaning = value.description.map { ": \(MarkdownText.plain($0))" } ?? ""
                    lines.append("- \(MarkdownText.code(value.name))\(meaning)")
                }
            }
            lines += EventMarkdown.fieldTable(FieldRow.inner(type.value, ""))
        }
        return lines
    }

    private var streams: [String] {
        guard !catalogue.streams.isEmpty else { return [] }
        var lines = ["", "## Streams"]
        for stream in catalogue.streams {
            lines += ["", "### \(MarkdownText.plain(stream.name))", ""]
            if let description = stream.description { lines += [MarkdownText.plain(description), ""] }
            lines += StreamFacts.facts(stream).map { "- \($0.name): \(MarkdownText.plain($0.text))" }
            lines += stream.groups.map {
                "- Group \(MarkdownText.code($0.name)): \(MarkdownText.plain(StreamFacts.text($0)))"
            }
        }
        return lines
    }

    private var people: [String] {
        var lines: [String] = []
        if !catalogue.services.isEmpty {
            lines += ["", "## Services", "", MarkdownText.row(["service", "owner", "language", "what it does"])]
            lines.append("|---|---|---|---|")
            for service in catalogue.services {
                let purpose = [service.isExternal ? "External." : nil, service.description].compactMap(\.self)
                let cells = [
                    service.name, service.owner?.name ?? "", service.language ?? "", purpose.joined(separator: " "),
                ]
                lines.append(MarkdownText.row(cells.map(MarkdownText.plain)))
            }
        }
        if !catalogue.teams.isEmpty {
            lines += ["", "## Teams", "", MarkdownText.row(["team", "contact", "what it does"]), "|---|---|---|"]
            for team in catalogue.teams {
                let cells = [team.name, team.contact ?? "", team.description ?? ""]
                lines.append(MarkdownText.row(cells.map(MarkdownText.plain)))
            }
        }
        return lines
    }
}
