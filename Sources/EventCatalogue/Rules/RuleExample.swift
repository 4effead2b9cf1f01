/// A catalogue in short, as a rule's documentation shows it.
///
/// The text is a part of a catalogue file, or of its event `order_placed`; what it leaves out is filled in. A line
/// `# name.catalogue.yaml` begins another file.
package struct RuleExample: Sendable, Hashable, ExpressibleByStringLiteral {
    /// What the documentation shows.
    package let text: String

    /// Takes a text.
    package init(stringLiteral text: String) { self.text = text }

    /// The whole catalogue.
    package var sources: [CatalogueSource] {
        var files: [(path: String, lines: [Substring])] = [("example\(CatalogueFile.suffix)", [])]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# "), line.hasSuffix(CatalogueFile.suffix) {
                files.append((String(line.dropFirst(2)), []))
            } else {
                files[files.count - 1].lines.append(line)
            }
        }
        return files.enumerated().map { index, file in
            let part = file.lines.joined(separator: "\n")
            return CatalogueSource(path: file.path, text: index == 0 ? Self.completed(part) : part)
        }
    }

    // MARK: Filling in

    private static let base = """
        catalogue: 1
        id: com.example.shop
        defaults: { owner: shop }
        teams: { shop: { contact: "#shop" } }
        services: { web: {}, ledger: {} }
        streams:
          orders:
            retention: { max_age: 90d }
        events:
          order_placed:
        """

    private static let baseEvent = """
        version: 1.0.0
        summary: A customer placed an order.
        stream: orders
        aggregate: { type: order, id: "{order_id}" }
        idempotency_key: "{order_id}"
        max_size: 64KiB
        producers: [web]
        consumers: [{ service: ledger, reads: [order_id] }]
        fields:
          order_id: { type: string, max_length: 64, description: The order's number. }
        """

    private static func completed(_ part: String) -> String {
        let eventKeys = Set(sections(of: baseEvent).map(\.key)).union(["examples", "routes", "invariants", "reserved"])
            .union(["aliases", "deprecated", "sensitivity", "status", "upcasts"])
        let isEvent = sections(of: part).first.map { eventKeys.contains($0.key) } ?? false
        let event = isEvent ? merged(part, into: baseEvent) : baseEvent
        let ofEvent = ["events:", "  order_placed:"] + event.split(separator: "\n").map { "    " + $0 }
        let whole = merged(ofEvent.joined(separator: "\n"), into: base)
        return isEvent ? whole : merged(part, into: whole)
    }

    /// The part, and after it the sections of the base that it does not have.
    private static func merged(_ part: String, into base: String) -> String {
        var own = sections(of: part)
        let keys = Set(own.map(\.key))
        for (index, section) in own.enumerated() where section.key == "fields" && section.text.contains("\n") {
            guard !section.text.contains("\n  order_id:"), let fields = Self.sections(of: base).last else { continue }
            own[index].text += fields.text.dropFirst("fields:".count)
        }
        let rest = sections(of: base).filter { !keys.contains($0.key) }
        return (own + rest).map(\.text).joined(separator: "\n")
    }

    /// What stands under each key at the left margin; lines before the first key belong to a key without a name.
    private static func sections(of text: String) -> [(key: String, text: String)] {
        var sections: [(key: String, text: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let beginsKey = line.first.map { $0 != " " && $0 != "#" } ?? false
            if beginsKey || sections.isEmpty {
                sections.append((beginsKey ? String(line.prefix { $0 != ":" }) : "", String(line)))
            } else {
                sections[sections.count - 1].text += "\n\(line)"
            }
        }
        return sections
    }
}
