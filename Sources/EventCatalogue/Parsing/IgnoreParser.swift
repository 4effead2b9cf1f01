import YAMLReader

/// Reads one entry of `ignore`.
struct IgnoreParser {
    let reader: NodeReader
    /// The whole file, for paths to lead into.
    let root: YAMLNode

    func ignore(_ node: YAMLNode) -> IgnoreDefinition? {
        var cursor = MappingCursor(node, "an ignore", reader: reader)
        let rule = cursor.required("rule").flatMap { reader.reference($0, "`rule`") }
        let path = cursor.required("path").flatMap { reader.reference($0, "`path`") }
        let reason = cursor.required("reason").flatMap { reader.filledText($0, "`reason`") }
        let until = cursor.required("until").flatMap(date)
        cursor.finish()
        guard let rule, let path, let reason, let until else { return nil }
        let steps = path.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let extent = Self.extent(of: steps[...], in: root, end: nil) else {
            reader.diagnostics.report(
                ReferenceExists.self, at: path.location,
                "`\(path.name)` leads to nothing in this file; write keys from its root with dots between, e.g. "
                    + "events.order_placed.fields.price, and numbers from 0 for items of lists")
            return nil
        }
        return IgnoreDefinition(
            rule: rule, path: path, extent: extent, reason: reason, until: until, location: node.location)
    }

    private func date(_ node: YAMLNode) -> CalendarDate? {
        guard let date = node.scalar.flatMap({ CalendarDate($0.text) }) else {
            reader.diagnostics.report(ValueExpected.self, at: node.location, "`until` must be a date, YYYY-MM-DD")
            return nil
        }
        return date
    }

    /// Where what the steps lead to begins and ends; a key may itself hold dots.
    private static func extent(of steps: ArraySlice<String>, in node: YAMLNode, end: SourceLocation?) -> SourceExtent? {
        let entries: [(name: String, place: SourceLocation, value: YAMLNode)]
        switch node.content {
        case .mapping(let pairs): entries = pairs.map { ($0.key, $0.keyLocation, $0.value) }
        case .sequence(let items):
            entries = items.enumerated().map { (String($0.offset), $0.element.location, $0.element) }
        case .scalar: return nil
        }
        for (index, entry) in entries.enumerated() {
            let ownEnd = index + 1 < entries.count ? entries[index + 1].place : end
            for count in 1...steps.count where steps.prefix(count).joined(separator: ".") == entry.name {
                let rest = steps.dropFirst(count)
                if rest.isEmpty { return SourceExtent(start: entry.place, end: ownEnd) }
                if let inner = extent(of: rest, in: entry.value, end: ownEnd) { return inner }
            }
        }
        return nil
    }
}
