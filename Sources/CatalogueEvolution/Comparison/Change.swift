package import YAMLReader

/// One way in which a new version of an event differs from an old one.
package struct Change: Sendable, Hashable {
    package var rule: CompatibilityRule
    /// The event's name, as the old version has it.
    package var event: String
    /// What changed within the event: a field's path (`tags`, `item.count`, `items[]`, `prices.*`,
    /// `payment(card).number`), a route, a group; empty for the
    /// event itself.
    package var path: String
    /// Whether `path` is that of a field, so that consumers' `reads` speak of it.
    package var isField: Bool
    /// What it was, for people; `nil` where there was nothing.
    package var before: String?
    /// What it is now, for people; `nil` where there is nothing.
    package var after: String?
    /// The place in the new version, or the nearest one that still exists.
    package var location: SourceLocation
    /// The place in the old version, where it had one.
    package var oldLocation: SourceLocation?
}
