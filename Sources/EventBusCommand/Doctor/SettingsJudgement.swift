import ConfiguredEventBus
import EventBus
import RedisClient

/// Decides what is wrong with settings and catalogue before any server is asked.
struct SettingsJudgement {
    /// What is configured.
    let settings: EventBusSettings
    /// The names of all environment variables.
    let variables: [String]
    /// The catalogue's events; empty where it could not be read.
    let events: [EventDeclaration]
    /// Whether a private Redis is used, whatever is configured.
    var isEmbedded = false

    /// Every finding.
    var findings: [Finding] { [transport] + unknownVariables + queueName }

    private var transport: Finding {
        let configured = isEmbedded ? nil : settings.redis?.description
        let place = configured ?? "a private Redis in \(settings.embeddedFolder)"
        return .good("settings", "namespace \(settings.namespace), \(place)")
    }

    /// Variables with our prefix that nothing reads: probably mistyped.
    private var unknownVariables: [Finding] {
        let known = Setting.all.map(\.environmentVariable)
        return variables.filter { $0.hasPrefix("EVENTBUS_") && !known.contains($0) }.sorted().map { name in
            let meant = Setting.nearest(to: name)
            return .warning(
                "settings", "nothing reads the variable \(name)",
                fix: meant.map { "did you mean \($0.environmentVariable)?" }
                    ?? "remove it, or see `eventbus config show`")
        }
    }

    private var queueName: [Finding] {
        guard let name = settings.queueName, !events.isEmpty else { return [] }
        let lists = events.flatMap(\.routes).compactMap { route -> String? in
            if case .list(let list) = route.destination { return list }
            return nil
        }
        if lists.contains(name) { return [.good("settings", "MESSAGE_QUEUE_NAME is a list of the catalogue")] }
        return [
            .warning(
                "settings", "MESSAGE_QUEUE_NAME is “\(name)”, which is no list that the catalogue routes to",
                fix: "use one of: " + Set(lists).sorted().joined(separator: ", "))
        ]
    }
}
