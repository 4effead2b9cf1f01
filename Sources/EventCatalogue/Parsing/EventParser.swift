import YAMLReader

/// Reads one event.
struct EventParser {
    let reader: NodeReader
    private var values: ValueParser { ValueParser(reader: reader) }

    init(reader: NodeReader) { self.reader = reader }

    func event(_ pair: YAMLPair) -> EventDefinition {
        var cursor = MappingCursor(pair.value, "the event `\(pair.key)`", at: pair.keyLocation, reader: reader)
        let nowhere = Reference(name: "", location: pair.keyLocation)
        let event = EventDefinition(
            name: pair.key,
            aliases: cursor.references("aliases"),
            version: version(&cursor),
            status: cursor.choice("status") ?? .stable,
            summary: cursor.text("summary"),
            description: cursor.text("description"),
            owner: cursor.reference("owner"),
            stream: cursor.required("stream").flatMap { reader.reference($0, "`stream`") } ?? nowhere,
            aggregate: cursor.node("aggregate").flatMap(aggregate),
            idempotencyKey: cursor.node("idempotency_key").flatMap(idempotencyKey),
            producers: cursor.references("producers"),
            consumers: cursor.list("consumers").compactMap(consumer),
            routes: cursor.list("routes").compactMap(route),
            fields: values.fields(cursor.required("fields").map { reader.namedPairs($0, "`fields`") } ?? []),
            reserved: cursor.references("reserved"),
            invariants: cursor.list("invariants").compactMap(invariant),
            examples: cursor.named("examples").map { example in
                EventExample(
                    name: example.key, value: .null, location: example.keyLocation, node: example.value)
            },
            sensitivity: cursor.choice("sensitivity"),
            maxSize: cursor.node("max_size").flatMap { reader.byteCount($0, "`max_size`") },
            upcasts: cursor.pairs("upcasts").compactMap(UpcastParser(reader: reader).upcast),
            deprecation: values.deprecation(&cursor),
            location: pair.keyLocation)
        cursor.finish()
        return event
    }

    private func version(_ cursor: inout MappingCursor) -> SemanticVersion {
        let none = SemanticVersion(major: 0, minor: 0, patch: 0)
        guard let node = cursor.required("version") else { return none }
        guard let version = node.scalar.flatMap({ SemanticVersion($0.text) }) else {
            reader.diagnostics.report(
                VersionSemver.self, at: node.location, "`version` must be three numbers, e.g. 1.0.0 (semver.org)")
            return none
        }
        return version
    }

    private func aggregate(_ node: YAMLNode) -> AggregateDefinition? {
        var cursor = MappingCursor(node, "`aggregate`", reader: reader)
        let type = cursor.required("type").flatMap { reader.filledText($0, "`type`") }
        let id = cursor.required("id").flatMap { reader.template($0, "`id`") }
        let keepsHistory = cursor.flag("history") ?? false
        cursor.finish()
        guard let type, let id else { return nil }
        return AggregateDefinition(type: type, id: id, keepsHistory: keepsHistory, location: node.location)
    }

    private func idempotencyKey(_ node: YAMLNode) -> IdempotencyKeyDefinition? {
        if node.scalar != nil {
            return reader.template(node, "`idempotency_key`").map {
                IdempotencyKeyDefinition(
                    template: $0, window: IdempotencyKeyDefinition.defaultWindow, location: node.location)
            }
        }
        var cursor = MappingCursor(node, "`idempotency_key`", reader: reader)
        let template = cursor.required("template").flatMap { reader.template($0, "`template`") }
        let window = cursor.duration("window") ?? IdempotencyKeyDefinition.defaultWindow
        cursor.finish()
        return template.map { IdempotencyKeyDefinition(template: $0, window: window, location: node.location) }
    }

    private func consumer(_ node: YAMLNode) -> ConsumerDefinition? {
        if node.scalar != nil {
            return reader.reference(node, "a consumer").map {
                ConsumerDefinition(service: $0, reads: [], location: node.location)
            }
        }
        var cursor = MappingCursor(node, "a consumer", reader: reader)
        let service = cursor.required("service").flatMap { reader.reference($0, "`service`") }
        let reads = cursor.references("reads")
        cursor.finish()
        return service.map { ConsumerDefinition(service: $0, reads: reads, location: node.location) }
    }

    private func route(_ node: YAMLNode) -> RouteDefinition? {
        var cursor = MappingCursor(node, "a route", reader: reader)
        let list = cursor.node("list").map { (RouteDefinition.Kind.list, $0) }
        let channel = cursor.node("channel").map { (RouteDefinition.Kind.channel, $0) }
        let wire = cursor.reference("wire")
        let visibility = cursor.duration("visibility")
        let processing = cursor.text("processing")
        let dead = cursor.text("dead")
        cursor.finish()
        guard let (kind, place) = list ?? channel, list == nil || channel == nil else {
            reader.diagnostics.report(
                RequiredKey.self, at: node.location,
                "a route needs either `list` or `channel`; write one route for each")
            return nil
        }
        guard let name = reader.filledText(place, "`\(kind.rawValue)`") else { return nil }
        return RouteDefinition(
            kind: kind, name: name,
            wire: wire ?? Reference(name: BuiltInWire.cloudEvents.rawValue, location: node.location),
            visibility: visibility, processing: processing, dead: dead, location: node.location)
    }

    private func invariant(_ node: YAMLNode) -> InvariantDefinition? {
        var cursor = MappingCursor(node, "an invariant", reader: reader)
        let name = cursor.required("name").flatMap { reader.filledText($0, "`name`") }
        let rule = cursor.required("rule").flatMap { reader.reference($0, "`rule`") }
        let description = cursor.text("description")
        cursor.finish()
        guard let name, let rule else { return nil }
        return InvariantDefinition(
            name: name, rule: rule.name, description: description, ruleLocation: rule.location, location: node.location)
    }
}
