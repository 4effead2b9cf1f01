package import EventBus

/// Which records of an audit are wanted; all of them unless something is set.
package struct AuditFilter: Sendable, Hashable {
    /// Only these acts; all where empty.
    package var acts: Set<AuditAct> = []
    /// Only acts on these streams, and on no work queue; all where empty.
    package var streams: Set<String> = []
    /// Only acts of this person, token or source.
    package var who: String?
    /// Only acts at or after this time.
    package var since: Timestamp?
    /// Only acts before this time.
    package var before: Timestamp?
    /// Only acts that were about this event.
    package var eventID: String?

    /// Everything.
    package init() {}

    /// Whether a record is wanted.
    package func matches(_ record: AuditRecord) -> Bool {
        if !acts.isEmpty, !acts.contains(record.act) { return false }
        if !streams.isEmpty, !(record.stream.map { streams.contains($0) } ?? false) { return false }
        if let who, record.who != who { return false }
        if let since, record.time < since { return false }
        if let before, record.time >= before { return false }
        if let eventID, record.eventID != eventID { return false }
        return true
    }

    /// Whether publications may be among what is wanted, so that the logs are worth reading.
    var wantsPublications: Bool { acts.isEmpty || acts.contains(.publish) }

    /// Whether anything but publications may be.
    var wantsActs: Bool { acts.isEmpty || acts != [.publish] }
}
