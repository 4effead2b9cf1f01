package import EventCatalogue

/// A catalogue with its parts by name, made once for all that is compared in it.
package final class CatalogueIndex: Sendable {
    package let catalogue: Catalogue
    let types: [String: TypeDefinition]
    let services: [String: ServiceDefinition]
    let teams: [String: TeamDefinition]
    let streams: [String: StreamDefinition]
    let wires: [String: WireDefinition]
    let fieldPaths: FieldPaths
    private let typeTable: TypeTable
    private let events: [String: EventDefinition]

    /// Orders the parts of a catalogue; of two with one name the first counts.
    package init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        types = Self.byName(catalogue.types, \.name)
        services = Self.byName(catalogue.services, \.name)
        teams = Self.byName(catalogue.teams, \.name)
        streams = Self.byName(catalogue.streams, \.name)
        wires = Self.byName(catalogue.wires, \.name)
        fieldPaths = FieldPaths(catalogue)
        typeTable = TypeTable(catalogue.types)
        let aliased = catalogue.events.flatMap { event in event.aliases.map { ($0.name, event) } }
        events = Dictionary(
            catalogue.events.map { ($0.name, $0) } + aliased, uniquingKeysWith: { first, _ in first })
    }

    /// What a type stands for once names are followed; `nil` for a name that is unknown or leads back to itself.
    func resolved(_ type: FieldType) -> FieldType? { typeTable.resolved(type) }

    /// The event of that name or alias.
    func event(named name: String) -> EventDefinition? { events[name] }

    private static func byName<Part>(_ parts: [Part], _ name: KeyPath<Part, String>) -> [String: Part] {
        Dictionary(parts.map { ($0[keyPath: name], $0) }, uniquingKeysWith: { first, _ in first })
    }
}
