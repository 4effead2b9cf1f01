/// Whose view of a payload a schema describes.
package enum SchemaView: String, Sendable, Hashable, CaseIterable {
    /// Exactly what may be published: nothing undeclared, every constraint kept.
    case writer
    /// All that generated readers accept: unknown fields and values of open enums are kept, bounds, lengths and patterns
    /// are not looked at, and a field that may be absent may be null too.
    case reader
}
