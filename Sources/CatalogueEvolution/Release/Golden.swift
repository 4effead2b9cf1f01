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

    /// An example's name with what a file's name cannot hold as `%` and the hexadecimal digits of its bytes.
    private static func fileName(_ name: String) -> String {
        name.utf8.reduce(into: "") { text, byte in
            let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
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
