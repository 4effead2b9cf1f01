package import CatalogueEvents
package import ConfiguredEventBus
package import EventBus
package import EventBusOperations
package import Logging
package import ModelRegistry

/// What a gateway serves from.
package struct GatewayParts: Sendable {
    /// The bus.
    package var bus: ConfiguredEventBus
    /// The catalogue.
    package var catalogue: LoadedCatalogue
    /// The program's version, for `/version`.
    package var version: String
    /// Where the gateway logs.
    package var logger: Logger
    /// Who looks how everything is, for `/overview`; `nil` where this process does not.
    package var watch: OverviewWatch?
    /// Who takes the deliveries of MLflow's webhook; `nil` where none are taken.
    package var webhooks: WebhookBridge?
    /// How much the live streams take on.
    package var streaming = StreamLimits()
    /// Where the process is in its life, for `/ready`.
    package var phase: @Sendable () -> ServingPhase = { .serving }
    /// How the loops of the process are, for `/live`.
    package var loops: @Sendable () -> [LoopStatus] = { [] }
    /// What was done to events that stand in this process's outbox, for `/audit`.
    package var outboxActs: @Sendable () async throws -> [AuditRecord] = { [] }
    /// The metrics as Prometheus reads them, for `/metrics`.
    package var metrics: @Sendable () async -> String = { "" }

    /// Names the parts.
    package init(bus: ConfiguredEventBus, catalogue: LoadedCatalogue, version: String, logger: Logger) {
        self.bus = bus
        self.catalogue = catalogue
        self.version = version
        self.logger = logger
    }
}
