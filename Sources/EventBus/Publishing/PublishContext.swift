/// What a publisher knows about an event beyond its payload.
public struct PublishContext: Sendable, Hashable {
    /// What all events of one story share; `nil` leaves the attribute out.
    public var correlationID: String?
    /// The id of the event that led to this one.
    public var causationID: String?
    /// W3C trace context (`traceparent`), as ``TraceParent`` reads and writes it.
    public var traceParent: String?
    /// On whose behalf the event is published, where that is not the source itself, such as the caller of a gateway: it stands
    /// in the log for the audit, and is not passed on to lists and channels.
    public var publishedBy: String?
    /// The version that the event's aggregate must have for the event to be appended: 0 where it must not have a history yet.
    ///
    /// It is what a decision was made on: read the aggregate's history, decide, and publish what was decided with the version
    /// that was read. If somebody else was faster nothing is appended, and ``PublishError/versionConflict`` says so: read again
    /// and decide again. In a batch the events of one aggregate expect this version, the next, and so on: all of them are
    /// appended or none. Only events that the catalogue declares with `history: true` can have it. `nil` for no expectation.
    public var expectedVersion: UInt64?

    /// Makes a context; nothing is set unless given.
    public init(
        correlationID: String? = nil, causationID: String? = nil, traceParent: String? = nil,
        publishedBy: String? = nil, expectedVersion: UInt64? = nil
    ) {
        self.correlationID = correlationID
        self.causationID = causationID
        self.traceParent = traceParent
        self.publishedBy = publishedBy
        self.expectedVersion = expectedVersion
    }
}
