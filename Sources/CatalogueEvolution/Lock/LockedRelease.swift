package import EventCatalogue
package import YAMLReader

/// One version of one event as it was released.
package struct LockedRelease: Sendable {
    package let event: String
    package let version: SemanticVersion
    /// Names the schema; see ``CanonicalForm/fingerprint``.
    package let fingerprint: String
    /// The canonical form with people.
    let definition: CatalogueValue
    /// A hash of this release and the seal before it: whoever edits, removes or inserts one breaks all that follow.
    let seal: String
    /// The place in the lock file.
    package let location: SourceLocation
    /// The definition, read.
    package let contents: EventVersion

    init(
        event: String, version: SemanticVersion, fingerprint: String, definition: CatalogueValue,
        after previous: String,
        location: SourceLocation, contents: EventVersion
    ) {
        self.event = event
        self.version = version
        self.fingerprint = fingerprint
        self.definition = definition
        self.location = location
        self.contents = contents
        seal = Self.seal(
            after: previous, event: event, version: "\(version)", fingerprint: fingerprint, definition: definition)
    }

    static func seal(
        after previous: String, event: String, version: String, fingerprint: String, definition: CatalogueValue
    ) -> String {
        SHA256Text.of([previous, event, version, fingerprint, definition.json].joined(separator: "\n"))
    }

    /// The release as it stands in the file.
    var form: CatalogueValue {
        .object([
            .init("event", .string(event)), .init("version", .string("\(version)")),
            .init("fingerprint", .string(fingerprint)), .init("definition", definition), .init("seal", .string(seal)),
        ])
    }
}
