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

    /// Makes a context; nothing is set unless given.
    public init(
        correlationID: String? = nil, causationID: String? = nil, traceParent: String? = nil,
        publishedBy: String? = nil
    ) {
        self.correlationID = correlationID
        self.causationID = causationID
        self.traceParent = traceParent
        self.publishedBy = publishedBy
    }
}
