/// The type and subtype of a `Content-Type`, lower-case and without parameters.
struct MediaTypeName: Sendable, Hashable {
    /// `type/subtype`.
    let text: String

    init(_ header: String) {
        text = String(header.prefix { $0 != ";" }).lowercased().filter { $0 != " " && $0 != "\t" }
    }

    /// Whether it is JSON, or built on it.
    var isJSON: Bool { text == "application/json" || text == "text/json" || text.hasSuffix("+json") }

    /// Whether it is one JSON value on each line.
    var isLines: Bool { ["application/x-ndjson", "application/ndjson", "application/jsonl"].contains(text) }
}
