/// The transports that `MESSAGE_QUEUE_TYPE` may name.
public enum QueueType: String, Sendable, Hashable, CaseIterable {
    /// The bus on Redis.
    case redis
    /// Events posted to a web address; known, but not part of this build.
    case webhook
    /// AWS SQS; known, but not part of this build.
    case sqs
    /// A store in memory; known, but not part of this build.
    case fallback

    /// Whether this build can publish and consume by this transport.
    public var isAvailable: Bool { self == .redis }
}
