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
        watching watch: WriteWatch, _ writer: inout any ResponseBodyWriter,
        _ work: (inout any ResponseBodyWriter) async throws -> Void
    ) async throws {
        let (channel, stop, stall) = (channel, stop, limits.stall)
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(ClientDeparture { stop.stop(.gone) })
        }.get()
        let period = TimeAmount(max(stall / 4, .milliseconds(50)))
        let guardian = channel.eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            // A client that reads nothing is cut off; it comes back by its cursor.
            if watch.waiting >= stall { channel.close(promise: nil) }
        }
        defer { guardian.cancel() }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await work(&writer)
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
