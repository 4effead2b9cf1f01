package import CatalogueEvents
package import ConfiguredEventBus
package import EventBus
package import Logging

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
    /// How everything is, as the operators' overview shows it; `nil` where this process does not look.
    package var overview: @Sendable () async -> JSONValue? = { nil }
    /// The same as often as it is looked at.
    package var overviews: @Sendable () -> AsyncStream<JSONValue> = { AsyncStream { $0.finish() } }
    /// The last so many records of the audit, the oldest first.
    package var audit: @Sendable (Int) async throws -> [JSONValue] = { _ in [] }
    /// How much the live streams take on.
    package var streaming = StreamLimits()
    /// Where the process is in its life, for `/ready`.
    package var phase: @Sendable () -> ServingPhase = { .serving }
    /// How the loops of the process are, for `/live`.
    package var loops: @Sendable () -> [LoopState] = { [] }
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
