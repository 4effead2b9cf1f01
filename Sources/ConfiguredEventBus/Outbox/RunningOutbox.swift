import EventBus
import EventOutbox
import Logging
import Metrics
import RedisEventBus

/// An open outbox whose relay runs until it is closed.
final class RunningOutbox: Sendable {
    let outbox: EventOutbox
    let publisher: OutboxPublisher
    private let relaying: Task<Void, any Error>

    /// Opens the outbox, and begins to relay what is in it.
    ///
    /// - Throws: ``SettingsError`` where the file that is configured can't be used.
    init(
        _ settings: OutboxSettings, at origin: SettingOrigin, over transport: RedisEventBus, source: String,
        logger: Logger, metrics: any MetricsFactory
    ) throws(SettingsError) {
        do throws(OutboxError) {
            outbox = try EventOutbox(
                path: settings.path, source: source, limits: settings.limits, logger: logger, metrics: metrics)
        } catch {
            throw SettingsError([
                SettingsError.Problem(
                    .unusableOutbox, at: origin, what: error.description + ".",
                    remedy: "Give eventbus.outbox_path a file in a folder that exists and may be written to.")
            ])
        }
        publisher = outbox.publisher(over: transport)
        let relay = outbox.relay(over: transport, loops: transport.loops)
        relaying = Task { try await relay.run() }
    }

    deinit { relaying.cancel() }

    /// Ends the relay and closes the file; what is stored stays.
    func close() async {
        relaying.cancel()
        _ = await relaying.result
        outbox.close()
    }
}
