public import Logging
public import RedisClient
public import RedisEventBus

/// The settings of the bus, read, checked and typed.
///
/// Make it with ``load(flags:environment:)``, or from values resolved before.
public struct EventBusSettings: Sendable {
    /// Every value with its origin, as it was written.
    public let resolved: ResolvedSettings
    /// Where Redis is; `nil` where nothing says so.
    public let redis: RedisConfiguration?
    /// The transport that is asked for.
    public let queueType: QueueType
    /// The work queue that a worker of this process takes from.
    public let queueName: String?
    /// What a publisher takes on, and how a publish that failed is tried again.
    public let publishing: PublishPolicy
    /// Within what time of its append an entry is to be handled, or routed, to count as delivered in time.
    public let deliveryTarget: Duration
    /// The first word of every Redis key of the bus.
    public let namespace: String
    /// Path of the catalogue: a file or a folder.
    public let cataloguePath: String
    /// Who this process is, in the events that it publishes.
    public let source: String
    /// Folder of the private Redis that `--embedded` starts.
    public let embeddedFolder: String
    /// The outbox that keeps events while Redis is away; `nil` where none is configured.
    public let outbox: OutboxSettings?
    /// The lists of deployed services that `eventbus serve` brings into the log.
    public let bridgedLists: [BridgedList]
    /// The HTTP gateway of `eventbus serve`.
    public let gateway: GatewaySettings
    /// Where MLflow is, and for which of its models events are made.
    public let models: ModelSettings
    /// The least level that is logged.
    public let logLevel: Logger.Level
    /// How log lines are written.
    public let logFormat: LogFormat

    /// Reads typed values out of resolved ones.
    ///
    /// - Throws: ``SettingsError`` with every value that is wrong. That no Redis is configured is not an error here:
    ///   see ``requiredRedis()``.
    public init(_ resolved: ResolvedSettings) throws(SettingsError) {
        var decoder = SettingsDecoder(resolved)
        self.resolved = resolved
        redis = RedisLocation.decide(&decoder)
        queueType = decoder.choice(.queueType, otherwise: .redis)
        queueName = decoder.text(.queueName)
        publishing = PublishPolicy(
            retry: PublishRetryPolicy(
                maximumRetries: decoder.integer(.retryMaximum, in: 0...100),
                baseDelay: decoder.duration(.retryBaseDelay, in: .zero ... .seconds(3600))),
            memoryHighWater: decoder.number(.memoryHighWater, in: 0.1...1),
            maximumEntryBytes: decoder.integer(.maximumEventBytes, in: 1_024...67_108_864))
        deliveryTarget = decoder.duration(.deliveryTarget, in: .milliseconds(1) ... .seconds(3600))
        namespace = Self.namespace(&decoder)
        cataloguePath = decoder.textOrDefault(.catalogue)
        source = decoder.textOrDefault(.source)
        embeddedFolder = decoder.textOrDefault(.embeddedFolder)
        outbox = OutboxSettings.decide(&decoder, eventBytes: publishing.maximumEntryBytes)
        bridgedLists = BridgedList.decide(&decoder)
        gateway = GatewaySettings.decide(&decoder)
        models = ModelSettings.decide(&decoder)
        logLevel = decoder.choice(.logLevel, otherwise: .warning)
        logFormat = decoder.choice(.logFormat, otherwise: .text)
        guard decoder.problems.isEmpty else { throw SettingsError(decoder.problems) }
    }

    /// Reads flags, environment, configuration file and defaults, in this order of precedence.
    ///
    /// - Parameters:
    ///   - flags: What the command line said.
    ///   - environment: The environment variables of the process.
    /// - Throws: ``SettingsError`` with everything that is wrong.
    public static func load(
        flags: [Setting: String] = [:], environment: [String: String]
    ) throws(SettingsError) -> EventBusSettings {
        try EventBusSettings(SettingsSources.standard(flags: flags, environment: environment).resolve())
    }

    /// Where Redis is, for somebody who cannot go on without.
    ///
    /// - Throws: ``SettingsError/nothingConfigured``, or an error that says that the transport named by
    ///   `MESSAGE_QUEUE_TYPE` is not part of this build.
    public func requiredRedis() throws(SettingsError) -> RedisConfiguration {
        try requireAvailableTransport()
        guard let redis else { throw .nothingConfigured }
        return redis
    }

    /// Checks that this build has the transport that `MESSAGE_QUEUE_TYPE` names.
    ///
    /// - Throws: ``SettingsError`` where it has not.
    public func requireAvailableTransport() throws(SettingsError) {
        guard !queueType.isAvailable else { return }
        throw SettingsError([
            SettingsError.Problem(
                .unavailableTransport, at: resolved[.queueType].origin,
                what: "The transport “\(queueType.rawValue)” is not available in this build.",
                remedy: "Use MESSAGE_QUEUE_TYPE=redis.")
        ])
    }

    private static func namespace(_ decoder: inout SettingsDecoder) -> String {
        let text = decoder.textOrDefault(.namespace)
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_.".utf8.contains(byte)
        }
        if !isPlain || text.isEmpty {
            decoder.report(
                SettingsError.Problem(
                    .invalidValue, at: decoder[.namespace].origin,
                    what: "eventbus.namespace is “\(text)”, but it may hold only letters, digits, “-”, “_” and “.”.",
                    remedy: "Write for example \(Setting.namespace.example)."))
        }
        return text
    }
}
