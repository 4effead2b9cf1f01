package import EventCatalogue
import YAMLReader

/// Compares two states of a catalogue, e.g. two commits.
package struct CatalogueComparison {
    private let old: CatalogueIndex
    private let new: CatalogueIndex
    private let name: String

    /// Prepares a comparison; `name` is what the old state is called in reports.
    package init(from old: Catalogue, to new: Catalogue, named name: String) {
        self.old = CatalogueIndex(old)
        self.new = CatalogueIndex(new)
        self.name = name
    }

    /// Every change, those that may be made as notes.
    ///
    /// - Parameters:
    ///   - lock: what is released; a version that is not may change without rising. `nil` where nothing is known of
    ///     releases: then every version counts as released.
    ///   - today: the day on which the new state's `ignore` is looked at; `nil` where it is not.
    package func findings(lock: CatalogueLock? = nil, today: CalendarDate? = nil) -> [ChangeFinding] {
        let findings = changes(lock)
        return today.map { findings.ignoring(by: StandingIgnores(new.catalogue, today: $0)) } ?? findings
    }

    private func changes(_ lock: CatalogueLock?) -> [ChangeFinding] {
        var findings: [ChangeFinding] = []
        let released = lock?.releasesByEvent
        for former in old.catalogue.events {
            guard let event = new.event(named: former.name) else {
                findings.append(removal(of: former))
                continue
            }
            let before = EventVersion(former, in: old)
            let after = EventVersion(event, in: new)
            let changes = EventComparison.changes(from: before, to: after)
            let judge = CompatibilityJudge(old: before, new: after, against: name)
            findings += judge.findings(changes)
            let isReleased =
                released.map { $0[former.name]?.contains { $0.version == former.version } ?? false } ?? true
            guard isReleased, former.status != .draft else { continue }
            let need = VersionNeed(changes, PromisedDirections(before, after))
            if let finding = need.finding(for: event, since: former.version, at: former.location) {
                findings.append(finding)
            }
        }
        let known = Set(old.catalogue.events.map(\.name))
        for event in new.catalogue.events
        where !known.contains(event.name) && !event.aliases.contains(where: { known.contains($0.name) }) {
            findings.append(
                ChangeFinding(
                    .eventAdded, severity: .note, event: event.name, after: "\(event.version)", at: event.location,
                    "the event `\(event.name)` was added", advice: "", against: name))
        }
        return findings
    }

    private func removal(of former: EventDefinition) -> ChangeFinding {
        let path = new.catalogue.files.first?.path ?? former.location.path
        let isRetired = former.status == .retired || former.status == .draft
        return ChangeFinding(
            .eventRemoved, severity: isRetired ? .note : .error, event: former.name, before: "\(former.version)",
            at: SourceLocation(path: path, line: 1, column: 1), was: former.location,
            "the event `\(former.name)` is gone" + (isRetired ? ", which was \(former.status.rawValue)" : ""),
            advice: isRetired ? "" : nil, against: name,
            services: ServicesAtStake(
                old: EventVersion(former, in: old), new: EventVersion(former, in: new)
            ).consumers)
    }
}
