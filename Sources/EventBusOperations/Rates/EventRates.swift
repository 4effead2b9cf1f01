internal import EventBus
package import Logging
internal import RedisClient
package import RedisEventBus
internal import ServiceLifecycle
internal import Synchronization

/// Counts how often each type of event is published, by reading the logs as any subscriber does: whoever publishes is seen.
///
/// It shares the process's one read of each log with the other subscribers, and holds up nobody: when it can't keep up it
/// skips, and counts too few.
package final class EventRates: Service, Sendable {
    private let bus: RedisEventBus
    private let logger: Logger
    private let rings: Mutex<[RateRing]>
    private let table: EventTypeTable
    private let began = ContinuousClock.now

    /// How far it may fall behind before it skips, in entries of one partition.
    private static let backlog = 50_000

    /// Prepares to count the events of a bus's catalogue.
    package init(bus: RedisEventBus, logger: Logger) {
        self.bus = bus
        self.logger = logger
        rings = Mutex(bus.events.map { _ in RateRing(at: 0) })
        var table = EventTypeTable()
        for (index, event) in bus.events.enumerated() {
            for name in [event.type] + event.aliases { table.set(index, for: name) }
        }
        self.table = table
    }

    /// How often each type of the catalogue was published lately, in the catalogue's order.
    package var overview: [EventRateOverview] {
        let second = second
        let counts = rings.withLock { rings in
            rings.indices.map { (rings[$0].total, rings[$0].recent(at: second)) }
        }
        return zip(bus.events, counts).map { event, counts in
            EventRateOverview(type: event.type, stream: event.stream.name, total: counts.0, recent: counts.1)
        }
    }

    /// The second since the start, by a clock that is never set back.
    private var second: Int64 { (ContinuousClock.now - began).components.seconds }

    /// Counts until the service is shut down or the task is cancelled. Without a right or with a key of another type it says
    /// so, and tries again.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for stream in self.bus.streams { group.addTask { await self.count(stream) } }
            }
        }
    }

    private func count(_ stream: StreamDeclaration) async {
        while !Task.isCancelled {
            do {
                let events = bus.subscribe(to: stream, slowReader: .dropOldest(limit: Self.backlog)).marked
                for try await case .event(let event) in events { note(event.record) }
                return
            } catch {
                logger.warning(
                    "events are not counted for now", metadata: ["stream": "\(stream.name)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(10))
            }
        }
    }

    private func note(_ record: EventRecord) {
        guard let index = record.withBytes(record.spans.type, { table.index(of: $0) }) else { return }
        let second = second
        rings.withLock { $0[index].add(1, at: second) }
    }
}
