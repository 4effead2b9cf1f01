import RedisClient

/// Decides where Redis is from the settings that may say it: a whole address, or host, port, token and TLS.
///
/// The address wins. A part that is written at the same or a higher place of precedence and says something else is
/// a contradiction that nobody should have to guess about; a part written at a lower place is overridden, as any
/// setting is.
enum RedisLocation {
    /// The connection that the settings describe, or nothing where none is described.
    static func decide(_ decoder: inout SettingsDecoder) -> RedisConfiguration? {
        guard var configuration = address(&decoder) else { return nil }
        configuration.connectTimeout = decoder.duration(.connectTimeout, in: .milliseconds(1) ... .seconds(600))
        configuration.commandTimeout = decoder.duration(.commandTimeout, in: .milliseconds(1) ... .seconds(3600))
        configuration.circuitBreaker = RedisCircuitBreakerPolicy(
            failureThreshold: decoder.integer(.breakerFailures, in: 1...1_000),
            openDuration: decoder.duration(.breakerOpenTime, in: .milliseconds(1) ... .seconds(3600)))
        applyTLSFiles(&decoder, to: &configuration)
        return configuration
    }

    private static func address(_ decoder: inout SettingsDecoder) -> RedisConfiguration? {
        let url = decoder[.redisURL]
        if let text = url.text { return fromURL(text, at: url.origin, &decoder) }
        guard let host = decoder.text(.redisHost) else { return nil }
        return fromHost(host, &decoder)
    }

    private static func fromHost(_ host: String, _ decoder: inout SettingsDecoder) -> RedisConfiguration? {
        guard !host.contains(where: { "/@ ".contains($0) }) else {
            decoder.report(
                SettingsError.Problem(
                    .invalidValue, at: decoder[.redisHost].origin,
                    what: "redis.host is “\(Redaction.url(host))”, but it must be a bare host name or address.",
                    remedy: "Write for example \(Setting.redisHost.example), or put the whole address in REDIS_URL."))
            return nil
        }
        let port = decoder.integer(.redisPort, in: 1...65535)
        let database = decoder.integer(.redisDatabase, in: 0...1023)
        let tls = decoder.boolean(.redisTLSEnabled)
        var configuration = RedisConfiguration(address: .tcp(host: host, port: port))
        configuration.tls = tls ? RedisTLS() : nil
        configuration.username = decoder.text(.redisUsername)
        configuration.password = decoder.text(.redisAuthToken)
        configuration.database = database
        return configuration
    }

    private static func fromURL(
        _ text: String, at origin: SettingOrigin, _ decoder: inout SettingsDecoder
    ) -> RedisConfiguration? {
        var configuration: RedisConfiguration
        do {
            configuration = try RedisConfiguration(url: text)
        } catch {
            decoder.report(
                SettingsError.Problem(
                    .invalidValue, at: origin,
                    what: "redis.url is “\(Redaction.url(text))”, which is no address of a Redis: \(reason(error)).",
                    remedy: "Write for example \(Setting.redisURL.example)."))
            return nil
        }
        let parts = Parts(of: configuration, text: text)
        compare(.redisHost, parts.host, at: origin, &decoder) { $0.lowercased() == $1.lowercased() }
        compare(.redisPort, parts.port, at: origin, &decoder, same: ==)
        mergeUser(into: &configuration, at: origin, &decoder)
        if parts.saysDatabase { compare(.redisDatabase, "\(configuration.database)", at: origin, &decoder, same: ==) }
        mergeToken(into: &configuration, at: origin, &decoder)
        mergeTLS(into: &configuration, schemeWritten: parts.saysScheme, at: origin, &decoder)
        return configuration
    }

    /// The client's words, except where what it takes for a port may be a piece of a password.
    private static func reason(_ error: RedisConfigurationError) -> String {
        if case .invalidPort = error { return "its port is not a number from 1 to 65535" }
        return "\(error)"
    }

    /// What an address says about the parts that have settings of their own.
    private struct Parts {
        var host: String?
        var port: String?
        let saysScheme: Bool
        let saysDatabase: Bool

        init(of configuration: RedisConfiguration, text: String) {
            if case .tcp(let host, let port) = configuration.address {
                self.host = host
                self.port = "\(port)"
            }
            saysScheme = text.contains("://")
            saysDatabase = configuration.database != 0
        }
    }

    /// Whether a part was written where it can contradict the address.
    private static func contradicts(_ part: EffectiveSetting, addressAt origin: SettingOrigin) -> Bool {
        part.text != nil && part.origin != .default && part.origin.rank >= origin.rank
    }

    private static func compare(
        _ setting: Setting, _ said: String?, at origin: SettingOrigin, _ decoder: inout SettingsDecoder,
        same: (String, String) -> Bool
    ) {
        let part = decoder[setting]
        guard let text = part.text, contradicts(part, addressAt: origin) else { return }
        if let said, same(said, text) { return }
        reportDisagreement(
            part, with: origin, saying: said.map { "“\($0)”" } ?? "nothing of the kind", &decoder)
    }

    private static func reportDisagreement(
        _ part: EffectiveSetting, with origin: SettingOrigin, saying said: String, _ decoder: inout SettingsDecoder
    ) {
        let name = part.setting.environmentVariable
        decoder.report(
            SettingsError.Problem(
                .disagreement, at: part.origin,
                what: "\(name) says “\(part.shownText ?? "")”, but REDIS_URL (\(origin)) says \(said).",
                remedy: "Remove \(name), or make both say the same."))
    }

    /// A user completes an address that names none, wherever it was written.
    private static func mergeUser(
        into configuration: inout RedisConfiguration, at origin: SettingOrigin, _ decoder: inout SettingsDecoder
    ) {
        guard configuration.username == nil else {
            return compare(.redisUsername, configuration.username, at: origin, &decoder, same: ==)
        }
        configuration.username = decoder.text(.redisUsername)
    }

    private static func mergeToken(
        into configuration: inout RedisConfiguration, at origin: SettingOrigin, _ decoder: inout SettingsDecoder
    ) {
        let token = decoder[.redisAuthToken]
        guard let text = token.text else { return }
        if configuration.password == nil {
            configuration.password = text
        } else if configuration.password != text, contradicts(token, addressAt: origin) {
            reportDisagreement(token, with: origin, saying: "another password", &decoder)
        }
    }

    private static func mergeTLS(
        into configuration: inout RedisConfiguration, schemeWritten: Bool, at origin: SettingOrigin,
        _ decoder: inout SettingsDecoder
    ) {
        let part = decoder[.redisTLSEnabled]
        guard contradicts(part, addressAt: origin) else { return }
        let wanted = decoder.boolean(.redisTLSEnabled)
        guard wanted != (configuration.tls != nil) else { return }
        if schemeWritten {
            let scheme =
                configuration.tls == nil ? "no TLS (its scheme is not rediss://)" : "TLS (its scheme is rediss://)"
            reportDisagreement(part, with: origin, saying: scheme, &decoder)
        } else {
            configuration.tls = wanted ? RedisTLS() : nil
        }
    }

    private static func applyTLSFiles(_ decoder: inout SettingsDecoder, to configuration: inout RedisConfiguration) {
        let files = [Setting.tlsCAFile, .tlsCertificateFile, .tlsKeyFile].filter { decoder.text($0) != nil }
        guard let first = files.first else { return }
        guard configuration.tls != nil else {
            decoder.report(
                SettingsError.Problem(
                    .disagreement, at: decoder[first].origin,
                    what: "\(first.environmentVariable) is set, but the connection to Redis is not encrypted.",
                    remedy: "Use rediss:// in REDIS_URL, or REDIS_TLS_ENABLED=true with REDIS_HOST, or remove it."))
            return
        }
        guard files.contains(.tlsCertificateFile) == files.contains(.tlsKeyFile) else {
            decoder.report(
                SettingsError.Problem(
                    .disagreement, at: decoder[first].origin,
                    what: "A client certificate needs both its file and the file of its key.",
                    remedy: """
                        Set both \(Setting.tlsCertificateFile.environmentVariable) and \
                        \(Setting.tlsKeyFile.environmentVariable), or neither.
                        """))
            return
        }
        configuration.tls?.authorityFile = decoder.text(.tlsCAFile)
        configuration.tls?.certificateFile = decoder.text(.tlsCertificateFile)
        configuration.tls?.keyFile = decoder.text(.tlsKeyFile)
    }
}
