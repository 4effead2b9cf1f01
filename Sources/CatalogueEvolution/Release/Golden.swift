import EventCatalogue

/// An example of a released version, kept so that every later reader, in every language, can be tried with it.
package struct Golden: Sendable, Hashable {
    /// `<event>/<version>/<example>.json`.
    package let path: String
    /// The payload as indented JSON.
    package let text: String

    init(_ example: EventExample, of event: EventDefinition) {
        path = "\(event.name)/\(event.version)/\(Self.fileName(example.name)).json"
        text = example.value.indentedJSON
    }

    /// An example's name with what a file's name cannot hold replaced.
    private static func fileName(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" })
    }
}

extension CatalogueLock {
    /// The examples of every released version.
    package var goldens: [Golden] {
        events.flatMap { releases(of: $0) }.flatMap { release in
            release.contents.event.examples.map { Golden($0, of: release.contents.event) }
        }
    }
}
