import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL
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
    /// - Throws: ``GatewayError`` where others could reach it and no tokens are configured, or a file of TLS can't be used;
    ///   what binding fails of.
    package func run() async throws {
        guard configuration.isLoopback || !configuration.tokens.isEmpty else {
            throw GatewayError(
                description:
                    "the gateway would listen on \(configuration.host), where others can reach it, without tokens: set EVENTBUS_GATEWAY_TOKENS, or listen on 127.0.0.1"
            )
        }
        let onListening = onListening
        let application = Application(
            responder: GatewayRoutes.router(parts, configuration).buildResponder(),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.limits.connections, logger: parts.logger)),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            },
            logger: parts.logger)
        try await application.run()
    }

    private func server() throws -> HTTPServerBuilder {
        let limits = configuration.limits
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits)],
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.headerFieldBytes, maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields)))
        guard let files = configuration.tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            tls.minimumTLSVersion = .tlsv12
            // Made once here, too, since a key of another certificate is found out no sooner.
            _ = try NIOSSLContext(configuration: tls)
            return try .tls(plain, tlsConfiguration: tls)
        } catch {
            throw GatewayError(
                description:
                    "the certificate \(files.certificate) or its key \(files.key) can't be used: \(error); EVENTBUS_GATEWAY_TLS_CERTIFICATE and EVENTBUS_GATEWAY_TLS_KEY name PEM files"
            )
        }
    }
}
