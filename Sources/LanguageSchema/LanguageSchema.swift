package import EventCatalogue

/// A catalogue as the packages of other languages hold it: what they declare, and one table by which their runtimes read,
/// check and write, whatever the language.
package struct LanguageSchema: Sendable {
    /// What each file of the catalogue declares, in its order.
    package let files: [LanguageFile]
    /// The table: `types`, `records`, `patterns`, `streams` and `events`, by name.
    package let table: CatalogueValue

    /// Makes both; the same catalogue always gives the same.
    package init(_ catalogue: Catalogue) {
        var planner = LanguagePlanner(catalogue)
        files = catalogue.files.map { planner.file($0) }
        let events = EventTable(catalogue, records: planner.eventNames)
        table = .object([
            CatalogueValue.Member("id", .string(catalogue.id)),
            CatalogueValue.Member("unknown_fields", .string(catalogue.defaults.unknownFields.rawValue)),
            CatalogueValue.Member("types", .object(planner.types)),
            CatalogueValue.Member("records", .object(planner.records)),
            CatalogueValue.Member("patterns", .object(planner.patterns)),
            CatalogueValue.Member("streams", events.streams),
            CatalogueValue.Member("events", events.events),
        ])
    }
}

extension LanguageSchema {
    /// The file that each declaration stands in, by the declaration's name.
    package var fileOfDeclaration: [String: String] {
        var places: [String: String] = [:]
        for file in files { for declaration in file.declarations { places[declaration.name] = file.name } }
        return places
    }

    /// The records of events, in the order of the catalogue's files.
    package var events: [LanguageRecord] {
        files.flatMap(\.declarations).compactMap { declaration in
            guard case .record(let record) = declaration, record.event != nil else { return nil }
            return record
        }
    }
}

extension LanguageFile {
    /// The names that the declarations of the file speak of, each once, sorted.
    package var references: [String] {
        var names: Set<String> = []
        for declaration in declarations {
            switch declaration {
            case .record(let record): for field in record.fields { field.type.addReferences(to: &names) }
            case .union(_, let cases, _): names.formUnion(cases)
            case .alias(_, let type, _): type.addReferences(to: &names)
            case .enumeration: break
            }
        }
        return names.sorted()
    }
}

extension LanguageType {
    fileprivate func addReferences(to names: inout Set<String>) {
        switch self {
        case .declared(let name): names.insert(name)
        case .array(let inner), .map(let inner): inner.addReferences(to: &names)
        case .scalar, .constant: break
        }
    }
}
