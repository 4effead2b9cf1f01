import YAMLReader

extension CatalogueChecker {
    /// Names are usable, unique, and stay apart once they are written in a language's own case.
    func checkNames() {
        if let file = catalogue.files.first, !catalogue.id.isEmpty, !NameShape.catalogue.accepts(catalogue.id) {
            let start = SourceLocation(path: file.path, line: 1, column: 1)
            diagnostics.report(
                .nameUsable, at: start,
                "the catalogue's id `\(catalogue.id)` must be \(NameShape.catalogue.words), e.g. com.example.events")
        }
        checkSet(catalogue.teams.map { Reference(name: $0.name, location: $0.location) }, "team", .plain)
        checkSet(catalogue.services.map { Reference(name: $0.name, location: $0.location) }, "service", .plain)
        checkSet(catalogue.streams.map { Reference(name: $0.name, location: $0.location) }, "stream", .plain)
        checkSet(catalogue.wires.map { Reference(name: $0.name, location: $0.location) }, "wire", .plain)
        checkSet(catalogue.types.map { Reference(name: $0.name, location: $0.location) }, "type", .type)
        checkSet(catalogue.events.map { Reference(name: $0.name, location: $0.location) }, "event", .event)
        for stream in catalogue.streams {
            checkSet(stream.groups.map { Reference(name: $0.name, location: $0.location) }, "group", .group)
        }
        checkAliases()
        checkEventsAgainstTypes()
        for type in catalogue.types { checkInnerNames(type.value) }
        for event in catalogue.events {
            checkFields(event.fields)
            checkReserved(event)
            checkSet(event.invariants.map { Reference(name: $0.name, location: $0.location) }, "invariant", .plain)
        }
    }

    private func checkSet(_ names: [Reference], _ kind: String, _ shape: NameShape) {
        var exact: [String: SourceLocation] = [:]
        var generated: [String: Reference] = [:]
        for name in names {
            if !shape.accepts(name.name) {
                diagnostics.report(
                    .nameUsable, at: name.location, "the \(kind)'s name `\(name.name)` must be \(shape.words)")
            }
            if let first = exact[name.name] {
                diagnostics.report(
                    .nameUnique, at: name.location, "the \(kind) `\(name.name)` is already declared at \(first)")
                continue
            }
            exact[name.name] = name.location
            if let first = generated[Self.collapsed(name.name)] {
                reportCollision(name, kind, with: first, kind)
            } else {
                generated[Self.collapsed(name.name)] = name
            }
        }
    }

    private func reportCollision(_ name: Reference, _ kind: String, with first: Reference, _ firstKind: String) {
        diagnostics.report(
            .generatedNameCollision, at: name.location,
            "the \(kind) `\(name.name)` and the \(firstKind) `\(first.name)` (\(first.location)) have the same name in "
                + "generated code; rename one")
    }

    /// A name without separators and case: names that differ here differ by every rule of case conversion.
    static func collapsed(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.filter { !"_-. :".utf8.contains($0) }, as: UTF8.self)
    }

    private func checkAliases() {
        var owners: [String: Reference] = [:]
        for event in catalogue.events where owners[event.name] == nil {
            owners[event.name] = Reference(name: event.name, location: event.location)
        }
        for event in catalogue.events {
            for alias in event.aliases {
                if let owner = owners[alias.name] {
                    diagnostics.report(
                        .aliasUnique, at: alias.location,
                        "`\(alias.name)` already means the event `\(owner.name)` (\(owner.location))")
                    continue
                }
                if !NameShape.value.accepts(alias.name) {
                    diagnostics.report(
                        .nameUsable, at: alias.location, "the alias `\(alias.name)` must be \(NameShape.value.words)")
                }
                owners[alias.name] = Reference(name: event.name, location: event.location)
            }
        }
    }

    /// Events and types become types of one module.
    private func checkEventsAgainstTypes() {
        var types: [String: Reference] = [:]
        for type in catalogue.types {
            types[Self.collapsed(type.name)] = Reference(name: type.name, location: type.location)
        }
        for event in catalogue.events {
            guard let type = types[Self.collapsed(event.name)] else { continue }
            reportCollision(Reference(name: event.name, location: event.location), "event", with: type, "type")
        }
    }

    private func checkFields(_ fields: [FieldDefinition]) {
        checkSet(fields.map { Reference(name: $0.name, location: $0.location) }, "field", .field)
        for field in fields { checkInnerNames(field.value) }
    }

    private func checkInnerNames(_ value: ValueDefinition) {
        switch value.type {
        case .object(let fields): checkFields(fields)
        case .array(let item): checkInnerNames(item)
        case .map(let entry): checkInnerNames(entry)
        case .enumeration(let enumeration): checkEnumeration(enumeration, value)
        case .union(let union): checkUnion(union, value)
        default: break
        }
    }

    private func checkEnumeration(_ enumeration: EnumDefinition, _ value: ValueDefinition) {
        if enumeration.values.isEmpty {
            diagnostics.report(.enumNotEmpty, at: value.location, "an enum needs at least one value")
        }
        var seen: [String: SourceLocation] = [:]
        var distinct: [Reference] = []
        for item in enumeration.values {
            if let first = seen[item.name] {
                diagnostics.report(
                    .enumValuesUnique, at: item.location, "the value `\(item.name)` is already listed at \(first)")
                continue
            }
            seen[item.name] = item.location
            distinct.append(Reference(name: item.name, location: item.location))
        }
        checkSet(distinct, "value", .value)
    }

    private func checkUnion(_ union: UnionDefinition, _ value: ValueDefinition) {
        if union.cases.isEmpty {
            diagnostics.report(.enumNotEmpty, at: value.location, "a union needs at least one case")
        }
        checkSet(union.cases.map { Reference(name: $0.name, location: $0.location) }, "case", .value)
        if !union.discriminator.isEmpty, !NameShape.field.accepts(union.discriminator) {
            diagnostics.report(
                .nameUsable, at: value.location,
                "the discriminator `\(union.discriminator)` must be \(NameShape.field.words)")
        }
        for unionCase in union.cases {
            checkFields(unionCase.fields)
            for field in unionCase.fields where Self.collapsed(field.name) == Self.collapsed(union.discriminator) {
                diagnostics.report(
                    .unionDiscriminatorPresent, at: field.location,
                    "the discriminator `\(union.discriminator)` is written by itself; take the field `\(field.name)` out"
                )
            }
        }
    }

    private func checkReserved(_ event: EventDefinition) {
        for reserved in event.reserved {
            guard let field = event.field(named: reserved.name) else { continue }
            diagnostics.report(
                .reservedNameUsed, at: field.location,
                "`\(field.name)` was a field once and is reserved (\(reserved.location)); take another name")
        }
    }
}
