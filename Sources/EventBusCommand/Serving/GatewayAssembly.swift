import ArgumentParser
import ConfiguredEventBus
import EventBus
import EventBusMetrics
import EventBusOperations
import EventGateway
import ModelRegistry
import RedisEventBus
import ServiceLifecycle

/// The gateway, and what looks after the bus for it: the overview, how often events come, the gauges, readiness.
struct GatewayAssembly {
    let session: BusSession
    let configuration: GatewayConfiguration
    /// Where the process counts what it does.
    let registry: MetricRegistry
    /// Who takes MLflow's deliveries; `nil` where none are taken.
    var webhooks: WebhookBridge?
    /// Is given the port once the gateway listens.
    let onListening: @Sendable (Int) async -> Void

    /// In the order in which they start. The last is shut down first: it says at `/ready` that the end is near.
    var services: [any Service] {
        let bus = session.bus.transport
        let rates = EventRates(bus: bus, logger: session.logger)
        let watch = OverviewWatch(
            source: session.overviewSource(loops: { bus.loops.statuses() }, rates: { rates.overview }))
        let phase = ServingPhaseKeeper(drainDelay: session.settings.gateway.drainDelay)
        let onListening = onListening
        let gateway = Gateway(configuration, serving: parts(watch, phase)) { port in
            phase.set(.serving)
            await onListening(port)
        }
        return [rates, watch, gateway, phase]
    }

    private func parts(_ watch: OverviewWatch, _ phase: ServingPhaseKeeper) -> GatewayParts {
        let bus = session.bus.transport
        let gauges = OverviewGauges(factory: registry)
        var parts = GatewayParts(
            bus: session.bus, catalogue: session.catalogue, version: EventBusCommand.configuration.version,
            logger: session.logger)
        parts.watch = watch
        parts.webhooks = webhooks
        parts.phase = { phase.phase }
        parts.loops = { bus.loops.statuses() }
        parts.outboxActs = { [session] in try await session.outboxActs() }
        parts.metrics = { [registry] in
            gauges.update(await watch.overview(notOlderThan: .seconds(5)))
            return String(decoding: registry.prometheusText(), as: UTF8.self)
        }
        return parts
    }
}
