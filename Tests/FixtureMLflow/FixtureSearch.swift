/// As much of MLflow's search language as is asked of it: comparisons joined by `AND`, and one key to order by.
struct FixtureSearch {
    private let conditions: [(FixtureVersion) -> Bool]
    private let order: (FixtureVersion, FixtureVersion) -> Bool

    /// Reads a filter and `order_by`.
    ///
    /// - Throws: ``FixtureError`` for what MLflow refuses, and for what the fixture does not know.
    init(filter: String, orderedBy: [String]) throws {
        conditions = try Self.split(filter).map { try Self.condition($0) }
        order = try Self.order(orderedBy.first ?? "last_updated_timestamp DESC")
    }

    func apply(to versions: [FixtureVersion]) -> [FixtureVersion] {
        versions.filter { version in conditions.allSatisfy { $0(version) } }.sorted(by: order)
    }

    /// The comparisons, cut at `AND` outside quotes.
    private static func split(_ filter: String) -> [String] {
        var parts = [""]
        var quote: Character?
        for word in filter.split(separator: " ", omittingEmptySubsequences: false) {
            if quote == nil, word.uppercased() == "AND" {
                parts.append("")
                continue
            }
            for character in word where character == "'" || character == "\"" {
                if quote == nil { quote = character } else if quote == character { quote = nil }
            }
            parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
        }
        return parts.filter { !$0.isEmpty }
    }

    private static func condition(_ text: String) throws -> (FixtureVersion) -> Bool {
        guard let sign = text.firstIndex(where: { "=<>".contains($0) }) else {
            throw FixtureError.invalid("Invalid clause(s) in filter string: '\(text)'")
        }
        let key = text[..<sign].filter { $0 != " " }
        let sort = text[sign...].prefix { "=<>".contains($0) }
        let value = text[sign...].dropFirst(sort.count).drop { $0 == " " }
        if key == "version_number", let number = Int(value) {
            switch sort {
            case "=": return { $0.number == number }
            case "<": return { $0.number < number }
            case "<=": return { $0.number <= number }
            case ">": return { $0.number > number }
            case ">=": return { $0.number >= number }
            default: break
            }
        }
        let plain = String(value.dropFirst().dropLast())
        if sort == "=", key == "name" { return { $0.name == plain } }
        if sort == "=", key == "run_id" { return { $0.runID == plain } }
        if sort == "=", let tag = key.split(separator: ".", maxSplits: 1).last, key.hasPrefix("tag") {
            let tag = tag.filter { $0 != "`" && $0 != "\"" }
            return { $0.tags[tag] == plain }
        }
        throw FixtureError.invalid(
            "Invalid attribute key '\(key)' specified. Valid keys are '{'source_path', 'run_id', 'version_number', 'name'}'"
        )
    }

    private static func order(_ text: String) throws -> (FixtureVersion, FixtureVersion) -> Bool {
        let words = text.split(separator: " ")
        let rises = words.count < 2 || words[1].uppercased() == "ASC"
        let key: (FixtureVersion) -> Int
        switch words.first {
        case "version_number": key = { $0.number }
        case "creation_timestamp": key = { $0.createdAt }
        case "last_updated_timestamp": key = { $0.updatedAt }
        default: throw FixtureError.invalid("Invalid order_by key '\(text)'")
        }
        // MLflow's own order where the key is the same: by name, then the newest version first.
        return { left, right in
            let (first, second) = (key(left), key(right))
            if first != second { return rises ? first < second : first > second }
            return (left.name, right.number) < (right.name, left.number)
        }
    }
}
