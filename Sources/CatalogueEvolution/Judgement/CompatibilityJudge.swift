package import EventCatalogue
import YAMLReader

/// Says which changes between two versions of an event may be made, and whom the others break.
struct CompatibilityJudge {
    let old: EventVersion
    let new: EventVersion
    /// The version or source that `old` is, for reports.
    let against: String

    /// Whether readers of the new version live beside those of the old one: a new major version is another contract.
    private var isSameMajor: Bool { old.event.version.major == new.event.version.major }

    /// What the changes break, and what services no longer find.
    func findings(_ changes: [Change]) -> [ChangeFinding] { breaks(changes) + lostReads(changes) }

    /// What the changes break, whoever reads what.
    func breaks(_ changes: [Change]) -> [ChangeFinding] {
        let stake = ServicesAtStake(old: old, new: new)
        let directions = PromisedDirections(old, new)
        return changes.flatMap { findings($0, stake, directions) }
    }

    /// Drafts are nobody's to rely on.
    private var isDraft: Bool { old.event.status == .draft }

    private func findings(
        _ change: Change, _ stake: ServicesAtStake, _ directions: PromisedDirections
    ) -> [ChangeFinding] {
        let profile = change.rule.profile
        // In a new major version a name begins anew.
        let isAboutNames = change.rule == .fieldRemovedNotReserved || change.rule == .reservedNameRemoved
        let isFree = isDraft || (isAboutNames && !isSameMajor)
        let severity = isFree ? .note : severity(of: profile, directions)
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

    private func severity(
        of profile: ChangeProfile, _ directions: PromisedDirections
    ) -> ChangeFinding.Severity {
        switch profile.judgement {
        case .error: return .error
        case .warning: return isSameMajor ? .warning : .note
        case .note: return .note
        case .byCompatibility:
            guard isSameMajor else { return .note }
            return directions.isBroken(by: profile) ? .error : .note
        }
    }

    /// What a service says that it reads and no longer finds, whatever the mode and the version say.
    private func lostReads(_ changes: [Change]) -> [ChangeFinding] {
        guard !isDraft else { return [] }
        let (before, after) = (old.index.fieldPaths, new.index.fieldPaths)
        let consumers = old.event.consumers + new.event.consumers
        var known: Set<String> = []
        var findings: [ChangeFinding] = []
        for consumer in consumers {
            for read in consumer.reads where known.insert("\(consumer.service.name) \(read.name)").inserted {
                guard before.exists(read.name, in: old.event.fields) else { continue }
                let steps = FieldSteps(read.name)
                // Itself, or something in it.
                let removed = changes.first { $0.rule.isRemovalOfField && FieldSteps($0.path).meets(steps) }
                let isGone = !after.exists(read.name, in: new.event.fields)
                guard isGone || (removed.map { FieldSteps($0.path).names.count > steps.names.count } ?? false) else {
                    continue
                }
                findings.append(lost(isGone ? read.name : removed?.path ?? read.name, consumer.service.name, removed))
            }
        }
        return findings
    }

    private func lost(_ path: String, _ service: String, _ change: Change?) -> ChangeFinding {
        let stake = ServicesAtStake(old: old, new: new).consumers.filter { $0.name == service }
        return ChangeFinding(
            .consumerReadsRemovedField, event: old.event.name, path: path, before: change?.before,
            at: change?.location ?? new.event.location, was: change?.oldLocation ?? old.event.location,
            "`\(old.event.name)` no longer has the field `\(path)`, which `\(service)` reads",
            advice:
                "keep the field, or first release a `\(service)` that does without it and take it out of its `reads`",
            against: against, services: stake)
    }

    /// A change that would only be warned of is an error for whoever says that it reads the field.
    private func promises(
        _ change: Change, _ severity: ChangeFinding.Severity, _ stake: ServicesAtStake
    ) -> [ChangeFinding] {
        guard change.isField, severity == .warning, change.rule.profile.breaksReaders || change.rule == .defaultChanged
        else { return [] }
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
