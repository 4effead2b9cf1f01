package import CatalogueEvents
package import ConfiguredEventBus
package import Logging

/// What a gateway serves from.
package struct GatewayParts: Sendable {
    /// The bus.
    package let bus: ConfiguredEventBus
    /// The catalogue.
    package let catalogue: LoadedCatalogue
    /// The program's version, for `/version`.
    package let version: String
    /// Where the gateway logs.
    package let logger: Logger

    /// Names the parts.
    package init(bus: ConfiguredEventBus, catalogue: LoadedCatalogue, version: String, logger: Logger) {
        self.bus = bus
        self.catalogue = catalogue
        self.version = version
        self.logger = logger
    }
}
