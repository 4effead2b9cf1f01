/// An entry of a log that is not an event: written by hand, or by a program that does not know the layout.
public struct MalformedRecord: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    package init(missing attribute: EnvelopeAttribute) {
        description = "the entry has no field \"\(attribute.rawValue)\"; an event has id, type and data"
    }

    package init(unreadable attribute: EnvelopeAttribute) {
        let form = attribute == .id ? "a UUID" : "an RFC 3339 timestamp"
        description = "the entry's field \"\(attribute.rawValue)\" is absent or not \(form)"
    }
}
