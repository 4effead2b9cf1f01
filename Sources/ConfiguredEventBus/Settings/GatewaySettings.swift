/// Where and how the HTTP gateway of `eventbus serve` listens.
public struct GatewaySettings: Sendable, Hashable {
    /// The address to listen on.
    public let host: String
    /// The TCP port; 0 takes a free one.
    public let port: Int
    /// The callers, as `name:roles:hash` with semicolons between; `nil` where none are configured.
    public let tokens: String?
    /// A file with one caller on each line; `nil` where there is none.
    public let tokensFile: String?
    /// The PEM file of the certificate chain; `nil` without TLS.
    public let tlsCertificate: String?
    /// The PEM file of its private key; `nil` without TLS.
    public let tlsKey: String?
    /// The origins whose pages may read answers; none unless set.
    public let corsOrigins: [String]
    /// The largest body of one event, in bytes.
    public let maximumBodyBytes: Int
    /// How many requests a second one caller may make; `nil` for any number.
    public let requestRate: Int?
    /// How many connections there may be at a time.
    public let maximumConnections: Int
    /// How many live streams there may be at a time.
    public let maximumStreams: Int
    /// How long a process that ends says so before it stops listening.
    public let drainDelay: Duration

    /// Reads the settings.
    static func decide(_ decoder: inout SettingsDecoder) -> GatewaySettings {
        let (certificate, key) = (decoder.text(.gatewayTLSCertificate), decoder.text(.gatewayTLSKey))
        if (certificate == nil) != (key == nil) {
            let (missing, given): (Setting, Setting) =
                certificate == nil ? (.gatewayTLSCertificate, .gatewayTLSKey) : (.gatewayTLSKey, .gatewayTLSCertificate)
            decoder.report(
                SettingsError.Problem(
                    .disagreement, at: decoder[given].origin, what: "\(given.key) is set, but \(missing.key) is not.",
                    remedy: "TLS needs both: set \(missing.environmentVariable), or neither."))
        }
        let rate = decoder.integer(.gatewayRequestRate, in: 0...1_000_000)
        return GatewaySettings(
            host: decoder.textOrDefault(.gatewayHost), port: decoder.integer(.gatewayPort, in: 0...65_535),
            tokens: decoder.text(.gatewayTokens), tokensFile: decoder.text(.gatewayTokensFile),
            tlsCertificate: certificate, tlsKey: key,
            corsOrigins: (decoder.text(.gatewayCORSOrigins) ?? "").split(separator: ",").map {
                $0.filter { $0 != " " }
            },
            maximumBodyBytes: decoder.integer(.gatewayMaximumBodyBytes, in: 1_024...67_108_864),
            requestRate: rate == 0 ? nil : rate,
            maximumConnections: decoder.integer(.gatewayMaximumConnections, in: 1...1_000_000),
            maximumStreams: decoder.integer(.gatewayMaximumStreams, in: 0...1_000_000),
            drainDelay: decoder.duration(.gatewayDrainDelay, in: .zero ... .seconds(10)))
    }
}
