package import EventCatalogue

/// What a release adds: new versions in the lock, and their examples as files.
package struct Release: Sendable {
    /// The lock with the new versions at its end.
    package let lock: CatalogueLock
    /// The versions that were added.
    package let added: [EventDefinition]
    /// The examples of the added versions.
    package let goldens: [Golden]

    /// An example of a released version, kept so that every later reader can be tried with it.
    package struct Golden: Sendable, Hashable {
        /// `<event>/<version>/<example>.json`.
        package let path: String
        /// The payload as indented JSON.
        package let text: String
    }

    /// The folder of the examples, beside the catalogue.
    package static let goldensFolder = "golden"

    /// Adds every version that is not released to a lock.
    package init(of catalogue: Catalogue, onto lock: CatalogueLock, adding events: [EventDefinition]) {
        var lock = lock
        lock.id = catalogue.id
        for event in events { lock.append(EventVersion(event, in: catalogue)) }
        self.lock = lock
        added = events
        goldens = events.flatMap { event in
            event.examples.map { example in
                Golden(
                    path: "\(event.name)/\(event.version)/\(Self.fileName(example.name)).json",
                    text: example.value.indentedJSON)
            }
        }
    }

    /// An example's name with what a file's name cannot hold replaced.
    private static func fileName(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" })
    }
}
