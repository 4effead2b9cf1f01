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
    ///   - slowReader: What becomes of this subscriber when it is slower than the log grows.
    public func subscribe(
        to stream: StreamDeclaration, from start: EventSubscription.Start = .now,
        slowReader: SlowReaderPolicy = .suspend
    ) -> EventSubscription {
        EventSubscription(tail: tail(of: stream), start: start, slowReader: slowReader)
    }

    /// The events of one type as they come, typed.
    ///
    /// - Parameters:
    ///   - type: The event's type; its declaration names the stream.
    ///   - start: Where to begin.
    ///   - slowReader: What becomes of this subscriber when it is slower than the log grows.
    public func subscribe<E: Event>(
        to type: E.Type, from start: EventSubscription.Start = .now, slowReader: SlowReaderPolicy = .suspend
    ) -> TypedEventSubscription<E> {
        TypedEventSubscription(
            subscription: subscribe(to: E.declaration.stream, from: start, slowReader: slowReader))
    }

    /// The messages of plain channels: for channels that other programs write to. At most once.
    ///
    /// For events of the catalogue subscribe to their stream instead, which loses nothing.
    ///
    /// - Parameters:
    ///   - channels: The names of the channels.
    ///   - bufferLimit: How many messages may wait to be taken; while that many do, the socket is not read.
    /// - Returns: The messages from now on: the server has confirmed the subscription.
    /// - Throws: `RedisError` where the first connection fails; later losses are told and mended.
    public func notifications(
        ofChannels channels: [String], bufferLimit: Int = 1_024
    ) async throws(RedisError) -> ChannelNotifications {
        ChannelNotifications(subscription: try await client.subscribe(to: channels, bufferLimit: bufferLimit))
    }

    /// The events that the router publishes on a channel, typed. At most once.
    ///
    /// - Parameters:
    ///   - type: The event's type.
    ///   - channel: Which of its channels; the first that the catalogue names unless given.
    /// - Returns: The events from now on; `nil` where the catalogue routes the event to no such channel.
    /// - Throws: `RedisError` where the first connection fails; later losses are told and mended.
    public func notifications<E: Event>(
        of type: E.Type, channel: String? = nil
    ) async throws(RedisError) -> TypedNotifications<E>? {
        for route in E.declaration.routes {
            guard case .channel(let name) = route.destination, channel == nil || channel == name else { continue }
            return TypedNotifications(
                notifications: try await notifications(ofChannels: [name]), wire: route.wire)
        }
        return nil
    }

    private func tail(of stream: StreamDeclaration) -> LogTail {
        tails.withLock { tails in
            if let tail = tails[stream.name] { return tail }
            let keys = (0..<stream.partitions).map {
                LogSnapshot.Keys(log: layout.log(stream.name, $0), trimmed: layout.trimmed(stream.name, $0))
            }
            let tail = LogTail(
                client: client, stream: stream.name, keys: keys, logger: logger, loops: loops, metrics: metrics)
            tails[stream.name] = tail
            return tail
        }
    }
}
