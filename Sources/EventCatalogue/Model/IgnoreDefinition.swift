package import YAMLReader

/// A rule that does not hold in a part of a catalogue file, for a reason and for a time.
package struct IgnoreDefinition: Sendable, Hashable {
    /// The rule's name.
    package var rule: Reference
    /// What it leads to, from the file's root: `events.order_placed`; everything below is meant too.
    package var path: Reference
    /// Where what the path leads to begins and ends.
    package var extent: SourceExtent
    package var reason: String
    /// The last day on which the rule is ignored.
    package var until: CalendarDate
    package var location: SourceLocation
}
