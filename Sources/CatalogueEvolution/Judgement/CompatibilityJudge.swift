package import EventCatalogue
import YAMLReader

/// Says which changes between two versions of an event may be made, and whom the others break.
struct CompatibilityJudge {
    let mode: CatalogueDefaults.Compatibility
    let old: EventVersion
    let new: EventVersion
    /// The version or source that `old` is, for reports.
    let against: String

    /// Whether readers of the new version live beside those of the old one: a new major version is another contract.
    private var isSameMajor: Bool { old.event.version.major == new.event.version.major }

    func findings(_ changes: [Change]) -> [ChangeFinding] {
        changes.flatMap(findings)
    }

    private func findings(_ change: Change) -> [ChangeFinding] {
        let profile = change.rule.profile
        let severity = severity(of: profile)
        let stake = ServicesAtStake(old: old, new: new)
        var finding = ChangeFinding(
            change.rule, severity: severity, event: change.event, path: change.path, before: change.before,
            after: change.after, at: change.location, was: change.oldLocation, message(change, profile),
            against: against)
        if severity != .note, profile.judgement != .error {
            finding.services = change.isField ? stake.readers(of: change.path) : stake.consumers
            if profile.backward == .breaks, change.rule.concernsProducers {
                finding.services += stake.producers.filter { !finding.services.contains($0) }
            }
        }
        if severity == .note { finding.advice = "" }
        return [finding] + promises(change, severity, stake)
    }

    private func severity(of profile: ChangeProfile) -> ChangeFinding.Severity {
        switch profile.judgement {
        case .error: return .error
        case .warning: return isSameMajor ? .warning : .note
        case .note: return .note
        case .byCompatibility:
            guard isSameMajor else { return .note }
            let breaks =
                (profile.backward == .breaks && mode.asksForBackward)
                || (profile.forward == .breaks && mode.asksForForward)
            return breaks ? .error : .note
        }
    }

    /// What consumers were promised by the list of what they read, whatever the mode and the version say.
    private func promises(_ change: Change, _ severity: ChangeFinding.Severity, _ stake: ServicesAtStake) -> [ChangeFinding] {
        guard change.isField else { return [] }
        let isRemoval = change.rule == .fieldRemovedOptional || change.rule == .fieldRemovedRequired
        if isRemoval {
            return stake.declaredReaders(of: change.path).map { service in
                ChangeFinding(
                    .consumerReadsRemovedField, event: change.event, path: change.path, before: change.before,
                    at: change.location, was: change.oldLocation,
                    "`\(change.event)` no longer has the field `\(change.path)`, which `\(service.name)` reads",
                    advice: "keep the field, or first release a `\(service.name)` that does without it and take it out "
                        + "of its `reads`",
                    against: against, services: [service])
            }
        }
        guard severity == .warning, change.rule.profile.breaksReaders || change.rule == .defaultChanged else {
            return []
        }
        return stake.declaredReaders(of: change.path).map { service in
            ChangeFinding(
                .consumerReadsBreakingChange, event: change.event, path: change.path, before: change.before,
                after: change.after, at: change.location, was: change.oldLocation,
                "`\(service.name)` reads `\(change.path)`, whose \(change.rule.rawValue) it may not stand",
                against: against, services: [service])
        }
    }

    private func message(_ change: Change, _ profile: ChangeProfile) -> String {
        let subject = change.path.isEmpty ? "`\(change.event)`" : "`\(change.event)`: `\(change.path)`"
        let what: String
        switch (change.before, change.after) {
        case (let before?, let after?): what = " (\(before) → \(after))"
        case (let before?, nil): what = " (was \(before))"
        case (nil, let after?): what = " (is \(after))"
        case (nil, nil): what = ""
        }

        return "\(subject) \(change.rule.phrase)\(what): \(profile.meaning.asClause)"
    }
}

extension ChangeProfile {
    /// Whether one side can no longer read the other's payloads.
    var breaksReaders: Bool { backward == .breaks || forward == .breaks }
}

extension CatalogueDefaults.Compatibility {
    /// Whether new readers must read old data.
    package var asksForBackward: Bool {
        switch self {
        case .backward, .backwardTransitive, .full, .fullTransitive: true
        case .forward, .forwardTransitive, .none: false
        }
    }

    /// Whether old readers must read new data.
    package var asksForForward: Bool {
        switch self {
        case .forward, .forwardTransitive, .full, .fullTransitive: true
        case .backward, .backwardTransitive, .none: false
        }
    }

    /// Whether it holds for every released version of the same major, and not only for the last.
    package var isTransitive: Bool {
        switch self {
        case .backwardTransitive, .forwardTransitive, .fullTransitive: true
        case .backward, .forward, .full, .none: false
        }
    }
}

extension String {
    /// A sentence as the end of another one.
    fileprivate var asClause: String {
        let text = hasSuffix(".") ? String(dropLast()) : self
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
