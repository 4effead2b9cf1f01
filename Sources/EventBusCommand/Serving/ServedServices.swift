import ArgumentParser
import ConfiguredEventBus
import ConfiguredModelRegistry
import EventBus
import EventBusMetrics
import EventGateway
import Logging
import RedisEventBus
import ServiceLifecycle

/// What the parts of `eventbus serve` run.
struct ServedServices {
    let session: BusSession
    /// The router's name.
    let consumer: String
    /// Where the process counts what it does.
    let registry: MetricRegistry
    /// Where the gateway listens.
    let gateway: GatewayConfiguration
    /// MLflow as deliveries ask it, and as the reconciler does; `nil` where none is configured.
    var models: ServedModels?
    /// Is given the gateway's port once it listens.
    let onListening: @Sendable (Int) async -> Void
    /// The bridges of the lists that are configured.
    var bridges: [LegacyBridge] = []

    /// The services of those parts that have something to do here, in the order in which they start.
    func running(_ parts: Set<ServedPart>) -> [(part: ServedPart, services: [any Service])] {
        ServedPart.allCases.filter { parts.contains($0) }.map { ($0, services(of: $0)) }.filter { !$0.1.isEmpty }
    }

    private func services(of part: ServedPart) -> [any Service] {
        let bus = session.bus.transport
        switch part {
        case .relay: return session.bus.outbox == nil ? [] : [RelayOfTheBus()]
        case .retention:
            return bus.streams.map { RetentionBesideRouting(retention: bus.retention(of: $0), logger: session.logger) }
        case .reaper: return bus.workQueues.isEmpty ? [] : [bus.workQueueReaper()]
        case .bridge: return bridges
        case .router:
            let context = CommandContext.current
            return [bus.router(consumer: consumer)]
                + bus.streams.filter { stream in
                    bus.events.contains { $0.stream.name == stream.name && !$0.routes.isEmpty }
                }
                .map { StandbyNotice(transport: bus, stream: $0, group: Router.group, context: context) }
        case .reconciler: return (models?.registry.reconciler()).map { [$0] } ?? []
        case .gateway:
            return GatewayAssembly(
                session: session, configuration: gateway, registry: registry, webhooks: models?.deliveries.bridge(),
                onListening: onListening
            ).services
        }
    }
}

/// The relay runs for as long as the bus is open; this keeps the process there until it is told to end.
private struct RelayOfTheBus: Service {
    func run() async throws { try await gracefulShutdown() }
}
