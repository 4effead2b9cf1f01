import YAMLReader

/// Names stay apart once they are written in a language's own case.
enum GeneratedNameCollision: CheckedRule {
    static let id: RuleID = "GENERATED_NAME_COLLISION"
    static let summary = """
        Two names of one scope differ by more than case and separators, and an event has not the name of a type: in generated \
        Swift, Python or TypeScript they would be one. Files of the catalogue differ in the same way, since each becomes a file.
        """
    static let failing: RuleExample = """
        fields:
          order_no: string
          orderNo: string
        """
    static let passing: RuleExample = """
        fields:
          order_no: string
          old_order_no: string
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for set in context.names { check(set, report) }
        checkEventsAgainstTypes(context.catalogue, report)
        checkFiles(context.catalogue, report)
    }

    private static func check(_ set: NameSet, _ report: RuleReport) {
        var names: [String: Reference] = [:]
        for name in set.names {
            guard let first = names[collapsed(name.name)] else {
                names[collapsed(name.name)] = name
                continue
            }
            // The same name again is NAME_UNIQUE.
            if first.name != name.name { collide(name, set.kind, with: first, set.kind, report) }
        }
    }

    private static func collide(
        _ name: Reference, _ kind: String, with first: Reference, _ firstKind: String, _ report: RuleReport
    ) {
        report(
            at: name.location,
            "the \(kind) `\(name.name)` and the \(firstKind) `\(first.name)` (\(first.location)) have the same name in "
                + "generated code; rename one")
    }

    /// A name without separators and case: names that differ here differ by every rule of case conversion.
    static func collapsed(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.filter { !"_-. :".utf8.contains($0) }, as: UTF8.self)
    }

    /// Events and types become types of one module.
    private static func checkEventsAgainstTypes(_ catalogue: Catalogue, _ report: RuleReport) {
        var types: [String: Reference] = [:]
        for type in catalogue.types {
            types[collapsed(type.name)] = Reference(name: type.name, location: type.location)
        }
        for event in catalogue.events {
            guard let type = types[collapsed(event.name)] else { continue }
            collide(Reference(name: event.name, location: event.location), "event", with: type, "type", report)
        }
    }

    /// A file named like another, or `catalogue`, would become the same generated file.
    private static func checkFiles(_ catalogue: Catalogue, _ report: RuleReport) {
        var places = ["catalogue": "the index of generated code"]
        for file in catalogue.files {
            let start = SourceLocation(path: file.path, line: 1, column: 1)
            if let other = places[file.name.lowercased()] {
                report(at: start, "the file would become the same generated file as \(other); rename it")
            }
            places[file.name.lowercased()] = file.path
        }
    }
}
