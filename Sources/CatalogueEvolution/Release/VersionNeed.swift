import EventCatalogue
import YAMLReader

/// The version that a set of changes needs: what breaks a reader is a new major, what adds is a new minor, words are a patch.
struct VersionNeed {
    let bump: VersionBump
    /// The change that asks for it.
    private let cause: Change?

    init(_ changes: [Change], _ directions: PromisedDirections) {
        var (bump, cause): (VersionBump, Change?) = (.none, nil)
        for change in changes {
            let need = Self.need(of: change.rule.profile, directions)
            if need > bump { (bump, cause) = (need, change) }
        }
        (self.bump, self.cause) = (bump, cause)
    }

    private static func need(of profile: ChangeProfile, _ directions: PromisedDirections) -> VersionBump {
        profile.judgement == .byCompatibility && directions.isBroken(by: profile) ? .major : profile.bump
    }

    /// The version after a bump.
    static func raised(_ version: SemanticVersion, by bump: VersionBump) -> SemanticVersion {
        switch bump {
        case .none: version
        case .patch: SemanticVersion(major: version.major, minor: version.minor, patch: version.patch + 1)
        case .minor: SemanticVersion(major: version.major, minor: version.minor + 1, patch: 0)
        case .major: SemanticVersion(major: version.major + 1, minor: 0, patch: 0)
        }
    }

    /// Which part of a version rose.
    static func rise(from old: SemanticVersion, to new: SemanticVersion) -> VersionBump {
        if new.major != old.major { return .major }
        if new.minor != old.minor { return .minor }
        return new.patch != old.patch ? .patch : .none
    }

    /// What is wrong with the version of an event; `nil` where it says enough.
    func finding(
        for event: EventDefinition, since old: SemanticVersion, at oldLocation: SourceLocation
    ) -> ChangeFinding? {
        let rise = Self.rise(from: old, to: event.version)
        guard rise < bump, let cause else { return nil }
        let wanted = Self.raised(old, by: bump)
        let reason = cause.path.isEmpty ? cause.rule.rawValue : "\(cause.rule.rawValue) of `\(cause.path)`"
        let isUnchanged = rise == .none
        return ChangeFinding(
            isUnchanged ? .versionNotBumped : .versionBumpTooSmall,
            severity: bump == .patch ? .warning : .error, event: event.name, before: "\(old)",
            after: "\(event.version)", at: event.location, was: oldLocation,
            isUnchanged
                ? "`\(event.name)` differs from its released version \(old) (\(reason))"
                : "`\(event.name)` went from \(old) to \(event.version), but \(reason) is a \(bump.word) change",
            advice: "write `version: \(wanted)`" + (bump == .major ? ", or do without the change" : ""),
            against: "\(old)")
    }
}
