/// What a caller of the gateway may do. A role does not contain another; a token may have several.
package enum AccessRole: String, Sendable, Hashable, CaseIterable {
    /// Append events.
    case publish
    /// Read events, the catalogue, and how everything is.
    case read
    /// Act: redrive, discard, pause, resume.
    case operate
}
