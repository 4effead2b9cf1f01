package import EventBus

/// Where MLflow is, how its deliveries are known, and for which models events are made.
public struct ModelSettings: Sendable, Hashable {
    /// The address of an MLflow server; `nil` where none is configured, or what is configured is no server's address.
    public let trackingURI: String?
    /// The bearer token; `nil` where there is none.
    public let token: String?
    /// The name, where there is no token.
    public let username: String?
    /// The password.
    public let password: String?
    /// The secrets that deliveries may be signed with; none where no deliveries are taken.
    public let webhookSecrets: [String]
    /// How far the time of signing may lie from now.
    public let webhookTolerance: Duration
    /// How long a delivery about a tag waits for others.
    public let webhookGathering: Duration
    /// The time between two looks through the registry.
    public let pollInterval: Duration
    /// Whether a version gets tags that say what its validation came to.
    public let writesBack: Bool
    /// For which models events are made, in this process's environment.
    package let rollout: Rollout

    /// Reads the settings.
    static func decide(_ decoder: inout SettingsDecoder) -> ModelSettings {
        let uri = decoder.text(.mlflowTrackingURI)
        let secret = decoder.text(.mlflowWebhookSecret)
        let oldSecret = decoder.text(.mlflowWebhookOldSecret)
        if secret == nil, oldSecret != nil {
            decoder.report(
                SettingsError.Problem(
                    .disagreement, at: decoder[.mlflowWebhookOldSecret].origin,
                    what:
                        "\(Setting.mlflowWebhookOldSecret.key) is set, but \(Setting.mlflowWebhookSecret.key) is not.",
                    remedy: "Set \(Setting.mlflowWebhookSecret.environmentVariable) to the secret of now."))
        }
        if decoder.text(.mlflowTrackingUsername) != nil, decoder.text(.mlflowTrackingPassword) == nil {
            decoder.report(
                SettingsError.Problem(
                    .disagreement, at: decoder[.mlflowTrackingUsername].origin,
                    what: "\(Setting.mlflowTrackingUsername.key) is set, but its password is not.",
                    remedy: "Set \(Setting.mlflowTrackingPassword.environmentVariable), or neither."))
        }
        return ModelSettings(
            trackingURI: uri.flatMap { isAddress($0) ? $0 : nil }, token: decoder.text(.mlflowTrackingToken),
            username: decoder.text(.mlflowTrackingUsername), password: decoder.text(.mlflowTrackingPassword),
            webhookSecrets: [secret, oldSecret].compactMap(\.self).filter { !$0.isEmpty },
            webhookTolerance: decoder.duration(.mlflowWebhookTolerance, in: .seconds(10) ... .seconds(3_600)),
            webhookGathering: decoder.duration(.mlflowWebhookGather, in: .zero ... .seconds(10)),
            pollInterval: decoder.duration(.mlflowPollInterval, in: .seconds(1) ... .seconds(3_600)),
            writesBack: decoder.boolean(.mlflowWriteBack), rollout: rollout(&decoder))
    }

    /// MLflow's own clients take paths and databases as well, which nobody answers at.
    private static func isAddress(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.hasPrefix("http://") || text.hasPrefix("https://")
    }

    private static func rollout(_ decoder: inout SettingsDecoder) -> Rollout {
        let text = decoder.textOrDefault(.modelEvents)
        guard let plan = RolloutPlan(parsing: text) else {
            decoder.report(
                SettingsError.Problem(
                    .invalidValue, at: decoder[.modelEvents].origin,
                    what:
                        "\(Setting.modelEvents.key) is “\(text)”, but it must be off, shadow, a share such as 25%, or on; or such for each environment, with commas between.",
                    remedy: "Write for example \(Setting.modelEvents.example)."))
            return .off
        }
        return plan.stage(in: decoder.text(.environment) ?? "")
    }
}
