/// Why a YAML text is refused, where, and how to mend it.
package struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    package let kind: Kind
    package let location: SourceLocation
    package let message: String

    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// The text is not YAML.
        case syntax
        /// A key is there twice.
        case duplicateKey
        /// An anchor, alias, tag, second document or a key that is not a scalar: YAML that this reader does not take.
        case unsupported
        /// The text is not UTF-8.
        case encoding
        /// Too large or nested too deeply.
        case limit
    }

    /// Makes an error.
    package init(_ kind: Kind, at location: SourceLocation, _ message: String) {
        self.kind = kind
        self.location = location
        self.message = message
    }

    /// `path:line:column: error: message`.
    package var description: String { "\(location): error: \(message)" }
}
