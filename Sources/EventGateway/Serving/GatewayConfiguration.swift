/// Where and how a gateway listens.
package struct GatewayConfiguration: Sendable {
    /// The address to listen on; only loopback unless tokens are configured.
    package var host: String
    /// The TCP port; 0 takes a free one.
    package var port: Int

    /// Listens on loopback.
    package init(host: String = "127.0.0.1", port: Int = 8080) {
        self.host = host
        self.port = port
    }
}
