import YAMLReader

/// Reads `upcasts`: for each major version the steps that lead to it.
struct UpcastParser {
    let reader: NodeReader

    func upcast(_ pair: YAMLPair) -> UpcastDefinition? {
        guard let major = ScalarText.integer(pair.key), major >= 1 else {
            reader.diagnostics.report(
                ValueExpected.self, at: pair.keyLocation,
                "`\(pair.key)` must be the major version that the steps lead to, 1 or more")
            return nil
        }
        let nodes = reader.list(pair.value, "the steps to version \(major)")
        guard nodes.count <= Self.mostSteps else {
            reader.diagnostics.report(
                ValueExpected.self, at: pair.keyLocation,
                "there are \(nodes.count) steps to version \(major), at most \(Self.mostSteps) are read; a version so different is "
                    + "an event of its own")
            return nil
        }
        let steps = nodes.compactMap(step)
        return UpcastDefinition(major: major, steps: steps, location: pair.keyLocation)
    }

    /// Each step is held against all others.
    private static let mostSteps = 200
    private static let words = ["rename", "default", "constant", "drop", "map_enum", "split", "merge"]

    private func step(_ node: YAMLNode) -> UpcastDefinition.Step? {
        let pairs = reader.pairs(node, "a step")
        guard let pair = pairs.first, pairs.count == 1, Self.words.contains(pair.key) else {
            if node.mapping != nil {
                let meant = Suggestion.phrase(for: pairs.first?.key ?? "", among: Self.words)
                reader.diagnostics.report(
                    ValueExpected.self, at: node.location,
                    "a step has one key, one of \(Self.words.joined(separator: ", "))\(meant)")
            }
            return nil
        }
        return change(pair).map { UpcastDefinition.Step(change: $0, location: pair.keyLocation) }
    }

    private func change(_ pair: YAMLPair) -> UpcastChange? {
        if pair.key == "drop" { return reader.filledText(pair.value, "`drop`").map { .drop(field: $0) } }
        var cursor = MappingCursor(pair.value, "`\(pair.key)`", at: pair.keyLocation, reader: reader)
        defer { cursor.finish() }
        if pair.key == "rename" {
            guard let from = text("from", &cursor), let to = text("to", &cursor) else { return nil }
            return .rename(from: from, to: to)
        }
        guard let field = text("field", &cursor) else { return nil }
        switch pair.key {
        case "default":
            return cursor.required("value").map { .setDefault(field: field, value: ValueConverter.json($0)) }
        case "constant": return cursor.required("value").map { .constant(field: field, value: ValueConverter.json($0)) }
        case "map_enum":
            let values = cursor.required("values").map { reader.pairs($0, "`values`") } ?? []
            let members = values.compactMap { value in
                reader.filledText(value.value, "`\(value.key)`").map {
                    CatalogueValue.Member(value.key, .string($0))
                }
            }
            return .mapEnum(field: field, values: members, otherwise: cursor.text("otherwise"))
        case "split":
            return cursor.required("template").flatMap { reader.template($0, "`template`") }.map {
                .split(field: field, template: $0)
            }
        default:
            return cursor.required("template").flatMap { reader.template($0, "`template`") }.map {
                .merge(field: field, template: $0)
            }
        }
    }

    private func text(_ key: String, _ cursor: inout MappingCursor) -> String? {
        cursor.required(key).flatMap { reader.filledText($0, "`\(key)`") }
    }
}
