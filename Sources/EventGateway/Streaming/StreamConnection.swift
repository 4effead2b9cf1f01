import Hummingbird
import NIOCore
import ServiceLifecycle

/// The connection of a client that is sent events for as long as both sides like: sees when it has gone, when it reads no
/// longer, and when the gateway is shut down.
struct StreamConnection: Sendable {
    let channel: any Channel
    let stop: ClientStop
    let limits: StreamLimits

    /// How long a client may take to read what it was sent before a shutdown.
    private static let farewell = TimeAmount.seconds(1)

    /// Writes until the work ends; tells the client where the gateway is shut down.
    ///
    /// - Throws: What writing throws, where the client has gone.
    func run(
        _ writer: inout any ResponseBodyWriter, _ work: (inout StreamWriter) async throws -> Void
    ) async throws {
        let (channel, stop, stall) = (channel, stop, limits.stall)
        let watch = DrainWatch()
        let follower = try await channel.eventLoop.submit {
            let follower = PageFollower(stop, watch)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ClientDeparture { stop.stop(.gone) })
            try pipeline.addHandler(follower)
            return NIOLoopBound(follower, eventLoop: channel.eventLoop)
        }.get()
        stop.onStop { channel.eventLoop.execute { follower.value.leave() } }
        let period = TimeAmount(max(stall / 4, .milliseconds(50)))
        let guardian = channel.eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            let kept = try channel.syncOptions?.getOption(.bufferedWritableBytes)
            // A client that reads nothing is cut off; it comes back by its cursor.
            if watch.stall(keeping: kept ?? 0) >= stall { channel.close(promise: nil) }
        }
        defer { guardian.cancel() }
        var stream = StreamWriter(writer: writer, follower: follower, eventLoop: channel.eventLoop, watch: watch)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await work(&stream)
            } onGracefulShutdown: {
                stop.stop(.shutdown)
                channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
            }
        } onCancel: {
            stop.stop(.shutdown)
        }
        guard stop.reason != .gone else { return }
        if stop.reason == .shutdown { try await writer.write(ByteBuffer(string: ": the server is shutting down\n\n")) }
        try await writer.finish(nil)
    }
}
