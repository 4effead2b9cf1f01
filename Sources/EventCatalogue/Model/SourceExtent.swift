package import YAMLReader

/// A part of a file, from one place up to another.
package struct SourceExtent: Sendable, Hashable {
    /// Where it begins.
    package var start: SourceLocation
    /// Where what follows begins; `nil` where it reaches to the file's end.
    package var end: SourceLocation?

    /// Whether a place is in it.
    package func contains(_ place: SourceLocation) -> Bool {
        guard place.path == start.path, (start.line, start.column) <= (place.line, place.column) else { return false }
        return end.map { (place.line, place.column) < ($0.line, $0.column) } ?? true
    }
}
