package import YAMLReader

/// What a report says of one change.
package struct ChangeFinding: Sendable, Hashable, CustomStringConvertible {
    package var rule: CompatibilityRule
    package var severity: Severity
    /// The event; empty where it is about the catalogue or the lock.
    package var event: String
    /// The field, route or group; empty for the event itself.
    package var path: String
    package var before: String?
    package var after: String?
    package var location: SourceLocation
    package var oldLocation: SourceLocation?
    /// What is wrong, in one sentence; what to do is ``advice``.
    package var message: String
    package var advice: String
    /// The version that it was compared with, e.g. `1.2.0`; empty where there is none.
    package var against: String
    /// The services that it breaks, or that should look.
    package var services: [ServiceAtStake]

    /// How bad it is.
    package enum Severity: String, Sendable, Hashable, CaseIterable {
        case note
        case warning
        case error
    }

    init(
        _ rule: CompatibilityRule, severity: Severity = .error, event: String = "", path: String = "",
        before: String? = nil, after: String? = nil, at location: SourceLocation,
        was oldLocation: SourceLocation? = nil,
        _ message: String, advice: String? = nil, against: String = "", services: [ServiceAtStake] = []
    ) {
        self.rule = rule
        self.severity = severity
        self.event = event
        self.path = path
        self.before = before
        self.after = after
        self.location = location
        self.oldLocation = oldLocation
        self.message = message
        self.advice = advice ?? rule.profile.advice
        self.against = against
        self.services = services
    }

    /// `path:line:column: error: message; advice [RULE]`, and a line for what it was.
    package var description: String { ReportEntry(self).line }

    /// Where the change is, for people: "`deployed` › `network`".
    package var subject: String {
        [event, path].filter { !$0.isEmpty }.map { "`\($0)`" }.joined(separator: " › ")
    }
}

/// A service, and who answers for it.
package struct ServiceAtStake: Sendable, Hashable, CustomStringConvertible {
    package var name: String
    /// The owning team; `nil` where the catalogue names none.
    package var owner: String?
    /// Where the team is reached.
    package var contact: String?

    /// "`contract-deployer` (owner `token`, #token)".
    package var description: String {
        guard let owner else { return "`\(name)` (no owner)" }
        return "`\(name)` (owner `\(owner)`" + (contact.map { ", \($0)" } ?? "") + ")"
    }
}
