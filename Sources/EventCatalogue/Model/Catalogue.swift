import YAMLReader

/// Everything that the files of one catalogue declare, each list in the order of the files.
package struct Catalogue: Sendable, Hashable {
    /// The prefix of CloudEvents types: `<id>.<event>.v<major>`.
    package var id: String
    /// What people call the catalogue.
    package var title: String?
    /// What an event has where it does not say otherwise.
    package var defaults: CatalogueDefaults
    package var teams: [TeamDefinition]
    package var services: [ServiceDefinition]
    package var streams: [StreamDefinition]
    package var wires: [WireDefinition]
    package var types: [TypeDefinition]
    package var events: [EventDefinition]
    /// Where rules do not hold.
    package var ignores: [IgnoreDefinition]
    /// The files, sorted by name.
    package var files: [CatalogueFile]

    /// The team of that name.
    package func team(named name: String) -> TeamDefinition? { teams.first { $0.name == name } }
    /// The service of that name.
    package func service(named name: String) -> ServiceDefinition? { services.first { $0.name == name } }
    /// The stream of that name.
    package func stream(named name: String) -> StreamDefinition? { streams.first { $0.name == name } }
    /// The declared (not built-in) wire of that name.
    package func wire(named name: String) -> WireDefinition? { wires.first { $0.name == name } }
    /// The named type of that name.
    package func type(named name: String) -> TypeDefinition? { types.first { $0.name == name } }
    /// The event of that name or alias.
    package func event(named name: String) -> EventDefinition? {
        events.first { $0.name == name } ?? events.first { event in event.aliases.contains { $0.name == name } }
    }

    /// The events that a file declares.
    package func events(in file: CatalogueFile) -> [EventDefinition] {
        events.filter { $0.location.path == file.path }
    }
    /// The named types that a file declares.
    package func types(in file: CatalogueFile) -> [TypeDefinition] {
        types.filter { $0.location.path == file.path }
    }
}

/// One file of a catalogue.
package struct CatalogueFile: Sendable, Hashable {
    /// The path as it was given; the locations of what the file declares carry the same.
    package var path: String

    /// The file's name without folders and without `.catalogue.yaml`.
    package var name: String {
        let base = path.split(separator: "/").last.map(String.init) ?? path
        return base.hasSuffix(Self.suffix) ? String(base.dropLast(Self.suffix.count)) : base
    }

    /// How the name of a catalogue file ends.
    package static let suffix = ".catalogue.yaml"
}

/// What an event has where it does not say otherwise.
package struct CatalogueDefaults: Sendable, Hashable {
    package var owner: Reference?
    package var compatibility: Compatibility = .fullTransitive
    package var unknownFields: UnknownFields = .preserve
    package var absent: AbsentFields = .omit

    /// What holds where a catalogue says nothing.
    package init() {}

    /// Which releases must be able to read each other's data.
    package enum Compatibility: String, Sendable, Hashable, CaseIterable {
        case none
        case backward
        case forward
        case full
        case backwardTransitive = "backward_transitive"
        case forwardTransitive = "forward_transitive"
        case fullTransitive = "full_transitive"
    }

    /// What a reader does with a field that it does not know.
    package enum UnknownFields: String, Sendable, Hashable, CaseIterable {
        case preserve
        case ignore
    }
}

/// How an absent optional field is written.
package enum AbsentFields: String, Sendable, Hashable, CaseIterable {
    case omit
    case null
}
