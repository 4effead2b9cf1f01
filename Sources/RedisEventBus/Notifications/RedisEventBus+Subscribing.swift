public import EventBus
public import RedisClient
import Synchronization

extension RedisEventBus {
    /// Every event of a stream as it comes, for as many readers as like: no group, no acknowledgement, nothing lost.
    ///
    /// All subscriptions of this process to one stream share one read of its logs.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - start: Where to begin.
    public func subscribe(
        to stream: StreamDeclaration, from start: EventSubscription.Start = .now
    ) -> EventSubscription {
        EventSubscription(
            tail: tail(of: stream), client: client,
            logs: (0..<stream.partitions).map { layout.log(stream.name, $0) }, start: start)
    }

    /// The events of one type as they come, typed.
    ///
    /// - Parameters:
    ///   - type: The event's type; its declaration names the stream.
    ///   - start: Where to begin.
    public func subscribe<E: Event>(
        to type: E.Type, from start: EventSubscription.Start = .now
    ) -> TypedEventSubscription<E> {
        TypedEventSubscription(subscription: subscribe(to: E.declaration.stream, from: start))
    }

    /// The messages of plain channels: for channels that other programs write to. At most once: what is published while
    /// the connection is away is lost, and `RedisSubscriptionEvent.resubscribed` says that this may have happened.
    ///
    /// For events of the catalogue subscribe to their stream instead, which loses nothing.
    ///
    /// - Throws: `RedisError` where the first connection fails.
    public func subscribe(toChannels channels: [String]) async throws(RedisError) -> RedisSubscription {
        try await client.subscribe(to: channels)
    }

    private func tail(of stream: StreamDeclaration) -> LogTail {
        tails.withLock { tails in
            if let tail = tails[stream.name] { return tail }
            let tail = LogTail(
                client: client, logs: (0..<stream.partitions).map { layout.log(stream.name, $0) }, logger: logger)
            tails[stream.name] = tail
            return tail
        }
    }
}
