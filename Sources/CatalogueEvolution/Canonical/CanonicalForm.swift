package import EventCatalogue

/// An event written in one way only, so that it can be kept, compared and hashed: a small catalogue of its own, as JSON,
/// with everything that the event uses. What equals the format's default is left out; keys are sorted, but for fields and
/// lists, whose order means something.
package struct CanonicalForm {
    private let event: EventDefinition
    private let index: CatalogueIndex

    /// Takes a version of an event.
    package init(_ version: EventVersion) {
        event = version.event
        index = version.index
    }

    /// What is written and where it goes: all that a version stands for.
    package var schema: CatalogueValue { form(withPeople: false) }

    /// The schema, who writes and reads it, and how the stream is kept: what may change without a version.
    package var whole: CatalogueValue { form(withPeople: true) }

    /// What names the schema: `sha256-` and 64 hexadecimal digits.
    package var fingerprint: String { "sha256-\(SHA256Text.of(schema.json))" }

    private func form(withPeople: Bool) -> CatalogueValue {
        var object = SortedObject()
        object["catalogue"] = .number("1")
        object["id"] = .string(index.catalogue.id)
        object["defaults"] = defaults(withPeople: withPeople)
        object["events"] = .object([.init(event.name, eventForm(withPeople: withPeople))])
        let wires = Set(event.routes.map(\.wire.name)).sorted().compactMap { index.wires[$0] }
        object["wires"] = .named(wires.map { .init($0.name, ValueForm.wire($0)) })
        object["types"] = .named(
            usedTypes.map { type in
                var form = ValueForm.value(type.value)
                form["deprecated"] = type.deprecation.map(ValueForm.deprecation)
                return .init(type.name, form.value)
            })
        if withPeople {
            object["streams"] = index.streams[event.stream.name].map {
                .object([.init($0.name, ValueForm.stream($0))])
            }
            object["services"] = .named(services.map { .init($0.name, ValueForm.service($0)) })
            object["teams"] = .named(teams.map { .init($0.name, ValueForm.team($0)) })
        }
        return object.value
    }

    private func defaults(withPeople: Bool) -> CatalogueValue? {
        var object = SortedObject()
        let standard = CatalogueDefaults()
        let defaults = index.catalogue.defaults
        if defaults.unknownFields != standard.unknownFields {
            object["unknown_fields"] = .string(defaults.unknownFields.rawValue)
        }
        if defaults.absent != standard.absent { object["absent"] = .string(defaults.absent.rawValue) }
        if withPeople, defaults.compatibility != standard.compatibility {
            object["compatibility"] = .string(defaults.compatibility.rawValue)
        }
        return object.isEmpty ? nil : object.value
    }

    private func eventForm(withPeople: Bool) -> CatalogueValue {
        var object = SortedObject()
        object["aggregate"] = event.aggregate.map { aggregate in
            var form = SortedObject()
            form["type"] = .string(aggregate.type)
            form["id"] = .string(aggregate.id.text)
            if aggregate.keepsHistory { form["history"] = .bool(true) }
            return form.value
        }
        object["aliases"] = .names(event.aliases.map(\.name).sorted())
        object["deprecated"] = event.deprecation.map(ValueForm.deprecation)
        object["description"] = event.description.map { .string($0) }
        object["examples"] = .named(event.examples.sorted { $0.name < $1.name }.map { .init($0.name, $0.value) })
        object["fields"] = ValueForm.fields(event.fields)
        object["idempotency_key"] = event.idempotencyKey.map { key in
            guard key.window != IdempotencyKeyDefinition.defaultWindow else { return .string(key.template.text) }
            var form = SortedObject()
            form["template"] = .string(key.template.text)
            form["window"] = ValueForm.duration(key.window)
            return form.value
        }
        object["invariants"] = .list(
            event.invariants.map { invariant in
                var form = SortedObject()
                form["name"] = .string(invariant.name)
                form["rule"] = .string(invariant.rule)
                form["description"] = invariant.description.map { .string($0) }
                return form.value
            })
        object["reserved"] = .names(event.reserved.map(\.name).sorted())
        object["routes"] = .list(event.routes.map(ValueForm.route))
        if event.status != .stable { object["status"] = .string(event.status.rawValue) }
        object["stream"] = .string(event.stream.name)
        object["sensitivity"] = event.sensitivity.map { .string($0.rawValue) }
        object["max_size"] = event.maxSize.map { .string("\($0)B") }
        object["summary"] = event.summary.map { .string($0) }
        object["upcasts"] = .named(event.upcasts.map { .init(String($0.major), ValueForm.upcast($0)) })
        object["version"] = .string("\(event.version)")
        guard withPeople else { return object.value }
        object["owner"] = event.owner.map { .string($0.name) }
        object["producers"] = .names(event.producers.map(\.name).sorted())
        object["consumers"] = .list(
            event.consumers.sorted { $0.service.name < $1.service.name }.map { consumer in
                var form = SortedObject()
                form["service"] = .string(consumer.service.name)
                form["reads"] = .names(consumer.reads.map(\.name).sorted())
                return form.value
            })
        return object.value
    }

    // MARK: What the event uses

    private var usedTypes: [TypeDefinition] {
        var used: Set<String> = []
        var open = event.fields.map(\.value)
        while let value = open.popLast() {
            if case .named(let name) = value.type, let type = index.types[name], used.insert(name).inserted {
                open.append(type.value)
            }
            open += value.innerValues
        }
        return used.sorted().compactMap { index.types[$0] }
    }

    private var services: [ServiceDefinition] {
        let names = Set((event.producers + event.consumers.map(\.service)).map(\.name))
        return names.sorted().compactMap { index.services[$0] }
    }

    private var teams: [TeamDefinition] {
        let names = Set(services.compactMap(\.owner?.name) + [event.owner?.name].compactMap(\.self))
        return names.sorted().compactMap { index.teams[$0] }
    }
}
