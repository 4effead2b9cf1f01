import ConfiguredEventBus
import EventBus
import Logging
import RedisEventBus
import ServiceLifecycle

/// What each part of `eventbus serve` but the gateway runs.
struct ServedServices {
    let session: BusSession
    /// The router's name.
    let consumer: String

    /// The services of a part.
    func services(of part: ServedPart) -> [any Service] {
        let bus = session.bus.transport
        switch part {
        case .relay: return session.bus.outbox == nil ? [] : [RelayOfTheBus()]
        case .retention:
            return bus.streams.map { RetentionBesideRouting(retention: bus.retention(of: $0), logger: session.logger) }
        case .reaper: return bus.workQueues.isEmpty ? [] : [bus.workQueueReaper()]
        case .router: return [bus.router(consumer: consumer)]
        case .gateway: return []
        }
    }

    /// What is running, for the person who started it.
    func described(_ parts: Set<ServedPart>) -> String {
        let names = ServedPart.allCases.filter { part in
            parts.contains(part) && (part == .gateway || !services(of: part).isEmpty)
        }
        return "serving \(names.map(\.rawValue).joined(separator: ", ")) as “\(consumer)”"
    }
}

/// The relay runs for as long as the bus is open; this keeps the process there until it is told to end.
private struct RelayOfTheBus: Service {
    func run() async throws { try await gracefulShutdown() }
}
