/// How large a YAML text may be; the sizes bound the memory that a hostile file can take.
package struct YAMLLimits: Sendable, Hashable {
    /// Bytes of the whole text.
    package var textBytes = 16 * 1024 * 1024
    /// Bytes of one scalar.
    package var scalarBytes = 1024 * 1024
    /// Mappings and sequences inside each other.
    package var depth = 64
    /// After so many errors the rest is not read.
    package var errors = 100

    /// The usual limits.
    package init() {}
}
