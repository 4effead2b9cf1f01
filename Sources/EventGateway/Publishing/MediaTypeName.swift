/// The type and subtype of a `Content-Type`, lower-case and without parameters.
struct MediaTypeName: Sendable, Hashable {
    /// `type/subtype`.
    let text: String

    init(_ header: String) {
        // Most are written as they are compared.
        let isPlain = header.utf8.allSatisfy {
            $0 != UInt8(ascii: ";") && (0x21..<0x80).contains($0) && !(0x41...0x5a).contains($0)
        }
        text = isPlain ? header : String(header.prefix { $0 != ";" }).lowercased().filter { $0 != " " && $0 != "\t" }
    }

    /// Whether it is JSON, or built on it.
    var isJSON: Bool { text == "application/json" || text == "text/json" || text.hasSuffix("+json") }

    /// Whether it is one JSON value on each line.
    var isLines: Bool { ["application/x-ndjson", "application/ndjson", "application/jsonl"].contains(text) }
}
