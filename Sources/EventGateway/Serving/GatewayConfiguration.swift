/// Where and how a gateway listens.
package struct GatewayConfiguration: Sendable {
    /// The address to listen on; only loopback unless tokens are configured.
    package var host: String
    /// The TCP port; 0 takes a free one.
    package var port: Int
    /// Who may call; with none everybody may, on loopback only.
    package var tokens = AccessTokens.none
    /// The certificate and its key; `nil` speaks plain HTTP.
    package var tls: TLSFiles?
    /// The origins whose pages may read answers.
    package var corsOrigins: Set<String> = []
    /// How much may be asked of it.
    package var limits = GatewayLimits()

    /// Listens on loopback.
    package init(host: String = "127.0.0.1", port: Int = 8080) {
        self.host = host
        self.port = port
    }

    /// Whether nobody else's machine can reach it.
    var isLoopback: Bool { OriginPolicy.isLoopback(host) }
}
