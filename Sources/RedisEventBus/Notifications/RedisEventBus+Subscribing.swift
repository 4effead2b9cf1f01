public import EventBus
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
