import EventCatalogue
import YAMLReader

/// A report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format).
enum SARIFReport {
    static func text(_ report: CatalogueReport) -> String {
        let rules = Set(report.entries.map(\.rule)).sorted()
        let driver = CatalogueValue.object([
            .init("name", .string("eventbus")), .init("rules", .array(rules.map(rule))),
        ])
        let run = CatalogueValue.object([
            .init("tool", .object([.init("driver", driver)])), .init("columnKind", .string("unicodeCodePoints")),
            .init("results", .array(report.entries.map { result($0, rules) })),
        ])
        let value = CatalogueValue.object([
            .init("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            .init("version", .string("2.1.0")), .init("runs", .array([run])),
        ])
        return String(value.indentedJSON.dropLast())
    }

    private static func rule(_ id: String) -> CatalogueValue {
        var members = [CatalogueValue.Member("id", .string(id))]
        if let profile = CompatibilityRule(rawValue: id)?.profile {
            members.append(.init("shortDescription", message(profile.meaning)))
            if !profile.advice.isEmpty { members.append(.init("help", message(profile.advice))) }
        }
        return .object(members)
    }

    private static func result(_ entry: ReportEntry, _ rules: [String]) -> CatalogueValue {
        var members: [CatalogueValue.Member] = [
            .init("ruleId", .string(entry.rule)),
            .init("ruleIndex", .number("\(rules.firstIndex(of: entry.rule) ?? -1)")),
            .init("level", .string(entry.severity.rawValue)), .init("message", message(entry.sentence)),
            .init("locations", .array([place(entry.location, nil)])),
        ]
        if !entry.notes.isEmpty {
            members.append(.init("relatedLocations", .array(entry.notes.map { place($0.location, $0.message) })))
        }
        return .object(members)
    }

    private static func message(_ text: String) -> CatalogueValue { .object([.init("text", .string(text))]) }

    private static func place(_ location: SourceLocation, _ note: String?) -> CatalogueValue {
        let region = CatalogueValue.object([
            .init("startLine", .number("\(location.line)")), .init("startColumn", .number("\(location.column)")),
        ])
        let physical = CatalogueValue.object([
            .init("artifactLocation", .object([.init("uri", .string(uri(location.path)))])), .init("region", region),
        ])
        var members = [CatalogueValue.Member("physicalLocation", physical)]
        if let note { members.append(.init("message", message(note))) }
        return .object(members)
    }

    /// A path as a URI reference (RFC 3986): what is not unreserved or `/` stands as `%` and two digits.
    private static func uri(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            let isPlain =
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-._~/".utf8.contains(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return result
    }
}
