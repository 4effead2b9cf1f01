/// What surrounds a payload: the CloudEvents attributes of one event.
public struct EventEnvelope: Sendable, Hashable {
    /// The event's identity; a retry or a redelivery has the same one.
    public let id: EventID
    /// The event's name, e.g. `model_ready_to_deploy`.
    public let type: String
    /// The version of the schema that the writer used (SemVer).
    public let version: String
    /// Who published it: a URI reference, as a rule the service's name.
    public let source: String
    /// When it was published, by the publisher's clock.
    public let time: Timestamp
    /// The id of the aggregate.
    public let subject: String
    /// What all events of one story share.
    public let correlationID: String?
    /// The id of the event that led to this one.
    public let causationID: String?
    /// W3C trace context.
    public let traceParent: String?
    /// On whose behalf it was published, where that is not the source itself: for the audit.
    public let publishedBy: String?

    /// Makes an envelope.
    public init(
        id: EventID, type: String, version: String, source: String, time: Timestamp, subject: String,
        correlationID: String? = nil, causationID: String? = nil, traceParent: String? = nil, publishedBy: String? = nil
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.source = source
        self.time = time
        self.subject = subject
        self.correlationID = correlationID
        self.causationID = causationID
        self.traceParent = traceParent
        self.publishedBy = publishedBy
    }
}
