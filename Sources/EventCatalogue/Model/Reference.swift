package import YAMLReader

/// A name that points at something declared elsewhere, and the place where it is written.
package struct Reference: Sendable, Hashable {
    package var name: String
    package var location: SourceLocation
}
