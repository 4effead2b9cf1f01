import YAMLReader

/// Puts parsed files together: one id, one set of defaults, values read by the types that are now known.
struct CatalogueAssembler {
    let diagnostics: DiagnosticCollector

    func catalogue(_ files: [ParsedFile]) -> Catalogue {
        var catalogue = Catalogue(
            id: commonID(files), title: files.lazy.compactMap(\.title).first, defaults: defaults(files),
            teams: files.flatMap(\.teams), services: files.flatMap(\.services), streams: files.flatMap(\.streams),
            wires: files.flatMap(\.wires), types: files.flatMap(\.types), events: files.flatMap(\.events),
            ignores: files.flatMap(\.ignores),
            files: files.map { CatalogueFile(path: $0.path) })
        let converter = ValueConverter(types: TypeTable(catalogue.types))
        catalogue.services = catalogue.services.map { service in
            var service = service
            service.owner = service.owner ?? catalogue.defaults.owner
            return service
        }
        catalogue.types = catalogue.types.map { type in
            var type = type
            type.value = converter.resolved(type.value)
            return type
        }
        catalogue.events = catalogue.events.map { event in
            var event = event
            event.owner = event.owner ?? catalogue.defaults.owner
            event.fields = event.fields.map(converter.resolved)
            event.examples = event.examples.map { example in
                var example = example
                example.value = converter.object(example.node, event.fields)
                return example
            }
            return event
        }
        return catalogue
    }

    private func commonID(_ files: [ParsedFile]) -> String {
        guard let first = files.lazy.compactMap(\.id).first else { return "" }
        for case let id? in files.map(\.id) where id.name != first.name {
            diagnostics.report(
                CatalogueOneID.self, at: id.location,
                "the catalogue's id is `\(first.name)` (\(first.location)), here it is `\(id.name)`; a folder is one catalogue"
            )
        }
        return first.name
    }

    private func defaults(_ files: [ParsedFile]) -> CatalogueDefaults {
        let declared = files.filter { $0.defaults != nil }
        for file in declared.dropFirst() {
            guard let here = file.defaultsLocation, let first = declared[0].defaultsLocation else { continue }
            diagnostics.report(
                DuplicateKey.self, at: here,
                "`defaults` hold for all files and are already given at \(first); remove one")
        }
        return declared.first?.defaults ?? CatalogueDefaults()
    }
}

extension ValueConverter {
    func resolved(_ field: FieldDefinition) -> FieldDefinition {
        var field = field
        field.value = resolved(field.value)
        field.defaultValue = field.defaultNode.map { value($0, as: field.type) }
        return field
    }

    func resolved(_ definition: ValueDefinition) -> ValueDefinition {
        var definition = definition
        switch definition.type {
        case .object(let fields): definition.type = .object(fields.map(resolved))
        case .array(let item): definition.type = .array(of: resolved(item))
        case .map(let entry): definition.type = .map(values: resolved(entry))
        case .union(var union):
            union.cases = union.cases.map { unionCase in
                var unionCase = unionCase
                unionCase.fields = unionCase.fields.map(resolved)
                return unionCase
            }
            definition.type = .union(union)
        default: break
        }
        definition.examples = definition.exampleNodes.map { value($0, as: definition.type) }
        return definition
    }
}
