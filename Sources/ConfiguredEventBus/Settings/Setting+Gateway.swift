extension Setting {
    /// The address that the gateway listens on.
    public static let gatewayHost = Setting(
        ["eventbus", "gateway_host"], flag: "--host",
        "Address that the HTTP gateway listens on; only loopback unless tokens are configured.", default: "127.0.0.1",
        example: "127.0.0.1")

    /// The port that the gateway listens on.
    public static let gatewayPort = Setting(
        ["eventbus", "gateway_port"], flag: "--port", "Port of the HTTP gateway; 0 takes a free one.", default: "8080",
        example: "8080")

    /// Who may call the gateway.
    public static let gatewayTokens = Setting(
        ["eventbus", "gateway_tokens"],
        "Who may call the gateway: name:roles:hash, with semicolons between, roles publish, read and operate with commas between; `eventbus token create` makes one.",
        example: "ci:publish,read:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        visibility: .secret)

    /// A file of those who may call the gateway.
    public static let gatewayTokensFile = Setting(
        ["eventbus", "gateway_tokens_file"],
        "File of those who may call the gateway, name:roles:hash on each line; # begins a comment.",
        example: "/run/secrets/eventbus-tokens")

    /// The gateway's certificate.
    public static let gatewayTLSCertificate = Setting(
        ["eventbus", "gateway_tls_certificate"],
        "PEM file of the gateway's certificate chain; with the key, it speaks TLS 1.2 or newer.",
        example: "certificates/gateway.pem")

    /// The key of the gateway's certificate.
    public static let gatewayTLSKey = Setting(
        ["eventbus", "gateway_tls_key"], "PEM file of the private key of the gateway's certificate.",
        example: "certificates/gateway-key.pem")

    /// The origins whose pages may read the gateway's answers.
    public static let gatewayCORSOrigins = Setting(
        ["eventbus", "gateway_cors_origins"],
        "Origins whose pages may read the gateway's answers, with commas between; none unless set.",
        example: "https://console.example.com")

    /// How large one event's body may be.
    public static let gatewayMaximumBodyBytes = Setting(
        ["eventbus", "gateway_max_body_bytes"],
        "Largest body of one event, and of one line of a batch, in bytes: 1024 to 67108864; a batch may have 64 times that.",
        default: "1048576", example: "1048576")

    /// How many requests a second one caller may make.
    public static let gatewayRequestRate = Setting(
        ["eventbus", "gateway_rate"],
        "Requests a second that one token may make, or one address without a token; 0 for any number.", default: "0",
        example: "500")

    /// How many connections the gateway has at a time.
    public static let gatewayMaximumConnections = Setting(
        ["eventbus", "gateway_max_connections"], "Connections that the gateway has at a time; more wait.",
        default: "4096", example: "4096")

    /// How many live streams the gateway serves at a time.
    public static let gatewayMaximumStreams = Setting(
        ["eventbus", "gateway_max_streams"], "Live streams (Server-Sent Events) that the gateway serves at a time.",
        default: "2000", example: "2000")

    /// How long a process that ends says so before it stops listening.
    public static let gatewayDrainDelay = Setting(
        ["eventbus", "gateway_drain_delay"],
        "How long /ready says no, at shutdown, before the gateway stops listening, so that a load balancer can hear of it: up to 10s.",
        default: "0s", example: "5s")

    /// The settings of the gateway, in the order in which they are shown.
    static let gateway: [Setting] = [
        gatewayHost, gatewayPort, gatewayTokens, gatewayTokensFile, gatewayTLSCertificate, gatewayTLSKey,
        gatewayCORSOrigins, gatewayMaximumBodyBytes, gatewayRequestRate, gatewayMaximumConnections,
        gatewayMaximumStreams, gatewayDrainDelay,
    ]
}
