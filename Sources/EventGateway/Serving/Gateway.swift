import Hummingbird
import NIOCore
import ServiceLifecycle

/// The bus over HTTP: publishing, the live stream, health, metrics, the dashboard, and the operators' API.
///
/// A service: it listens until it is shut down, then lets the requests in hand finish.
package struct Gateway: Service {
    private let configuration: GatewayConfiguration
    private let parts: GatewayParts
    private let onListening: @Sendable (Int) async -> Void

    /// Makes a gateway.
    ///
    /// - Parameter onListening: Is given the port once connections are accepted.
    package init(
        _ configuration: GatewayConfiguration, serving parts: GatewayParts,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.parts = parts
        self.onListening = onListening
    }

    /// Listens and answers.
    ///
    /// - Throws: Where the address can't be listened on.
    package func run() async throws {
        let onListening = onListening
        let application = Application(
            router: GatewayRoutes.router(parts),
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            },
            logger: parts.logger)
        try await application.run()
    }
}
