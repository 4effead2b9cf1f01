import ConfiguredEventBus
import EventBus
import EventBusOperations
import EventOutbox
import RedisEventBus

extension BusSession {
    /// Who asks how the bus is, and the outbox where one is configured.
    ///
    /// - Parameters:
    ///   - loops: The loops of this process, where it has any.
    ///   - rates: How often which event is published, where this process counts.
    func overviewSource(
        loops: @escaping @Sendable () -> [LoopStatus] = { [] },
        rates: @escaping @Sendable () -> [EventRateOverview] = { [] }
    ) -> OverviewSource {
        let outbox =
            bus.outbox
            ?? settings.outbox.flatMap { try? EventOutbox($0, source: settings.source, opening: .existing) }
        return OverviewSource(
            bus: bus.transport, memoryHighWater: settings.publishing.memoryHighWater,
            surroundings: OverviewSource.Surroundings(
                loops: loops,
                outbox: {
                    guard let status = try? await outbox?.status() else { return nil }
                    let age = status.oldest.map { Timestamp.now.microseconds - $0.microseconds }
                    return OutboxOverview(
                        waiting: status.waiting, oldestAge: age.map { .microseconds(max(0, $0)) })
                }, rates: rates))
    }

    /// How the bus is now.
    ///
    /// - Throws: ``CommandFailure`` where Redis does not answer.
    func overview() async throws -> BusOverview {
        let overview = await overviewSource().ask()
        if let failure = overview.server.failure { throw CommandFailure(.unavailable, failure) }
        return overview
    }
}
