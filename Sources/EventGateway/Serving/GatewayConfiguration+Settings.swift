package import ConfiguredEventBus
import Foundation

extension GatewayConfiguration {
    /// Listens as the settings say.
    ///
    /// - Throws: `SettingsError` where the tokens can't be read, or where it is to listen beyond loopback without any.
    package init(_ settings: EventBusSettings) throws(SettingsError) {
        let gateway = settings.gateway
        self.init(host: gateway.host, port: gateway.port)
        tokens = try Self.tokens(settings)
        if let certificate = gateway.tlsCertificate, let key = gateway.tlsKey {
            tls = TLSFiles(certificate: certificate, key: key)
        }
        corsOrigins = Set(gateway.corsOrigins)
        limits.bodyBytes = gateway.maximumBodyBytes
        limits.batchBytes = gateway.maximumBodyBytes * 64
        limits.requestRate = gateway.requestRate
        limits.connections = gateway.maximumConnections
        limits.streams = gateway.maximumStreams
        guard tokens.isEmpty, !isLoopback else { return }
        throw SettingsError([
            SettingsError.Problem(
                .disagreement, at: settings.resolved[.gatewayHost].origin,
                what: "eventbus.gateway_host is “\(host)”, which others can reach, and no tokens are configured.",
                remedy:
                    "Make a token with `eventbus token create` and set EVENTBUS_GATEWAY_TOKENS, or listen on 127.0.0.1."
            )
        ])
    }

    private static func tokens(_ settings: EventBusSettings) throws(SettingsError) -> AccessTokens {
        var tokens: [AccessToken] = []
        if let text = settings.gateway.tokens {
            let entries = text.split { $0 == ";" || $0.isNewline }.map { ($0, "") }
            tokens += try read(entries, of: .gatewayTokens, settings)
        }
        if let path = settings.gateway.tokensFile {
            guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) })
            else {
                throw problem(
                    .gatewayTokensFile, settings, "The file \(path) can't be read.", "Look at its path and permissions."
                )
            }
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            let entries = lines.filter { !$0.element.hasPrefix("#") }.map { ($0.element, " (line \($0.offset + 1))") }
            tokens += try read(entries, of: .gatewayTokensFile, settings)
        }
        return AccessTokens(tokens)
    }

    private static func read(
        _ entries: [(Substring, String)], of setting: Setting, _ settings: EventBusSettings
    ) throws(SettingsError) -> [AccessToken] {
        var tokens: [AccessToken] = []
        for (entry, place) in entries {
            let entry = entry.filter { !$0.isWhitespace }
            if entry.isEmpty { continue }
            do throws(AccessToken.Malformed) {
                tokens.append(try AccessToken(parsing: entry))
            } catch {
                throw problem(
                    setting, settings, "\(setting.key) has an entry\(place) that is no token: \(error.description).",
                    "`eventbus token create` prints one.")
            }
        }
        return tokens
    }

    private static func problem(
        _ setting: Setting, _ settings: EventBusSettings, _ what: String, _ remedy: String
    ) -> SettingsError {
        SettingsError([
            SettingsError.Problem(.invalidValue, at: settings.resolved[setting].origin, what: what, remedy: remedy)
        ])
    }
}
