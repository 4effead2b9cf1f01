package import EventCatalogue
import YAMLReader

/// Holds a catalogue to what was released: what was promised stays, and each change has the version that it needs.
package struct ReleaseCheck {
    private let lock: CatalogueLock
    private let index: CatalogueIndex
    private var catalogue: Catalogue { index.catalogue }
    /// For sunsets and ignores.
    private let today: CalendarDate
    /// The kept examples of released versions, as ``Golden/path``.
    private let goldens: [String]

    /// Prepares the check of a catalogue.
    package init(_ catalogue: Catalogue, against lock: CatalogueLock, today: CalendarDate, goldens: [String] = []) {
        self.goldens = goldens
        index = CatalogueIndex(catalogue)
        self.lock = lock
        self.today = today
    }

    /// All changes since the releases, those that may be made as notes.
    package var findings: [ChangeFinding] { changes.ignoring(by: StandingIgnores(catalogue, today: today)) }

    private var changes: [ChangeFinding] {
        let released = lock.releasesByEvent
        var findings: [ChangeFinding] = []
        if !lock.id.isEmpty, lock.id != catalogue.id, let file = catalogue.files.first {
            let start = SourceLocation(path: file.path, line: 1, column: 1)
            findings.append(
                ChangeFinding(
                    .eventTypeIDChanged, before: lock.id, after: catalogue.id, at: start,
                    "the catalogue's id was released as `\(lock.id)` and is `\(catalogue.id)` now: "
                        + "consumers that filter by CloudEvents type receive none"))
        }
        for event in catalogue.events
        where !([event.name] + event.aliases.map(\.name)).contains(where: { released[$0] != nil }) {
            findings.append(
                ChangeFinding(
                    .eventAdded, severity: .note, event: event.name, after: "\(event.version)", at: event.location,
                    "`\(event.name)` is not released yet", advice: ""))
        }
        for name in lock.events {
            let releases = released[name] ?? []
            guard let latest = releases.last else { continue }
            if let event = index.event(named: name) {
                // Under its new name it is released already: the old one's releases are done with.
                guard event.name == name || released[event.name] == nil else { continue }
                findings += self.findings(EventVersion(event, in: index), releases, latest)
            } else if latest.contents.event.status != .retired {
                findings.append(removal(of: latest))
            }
        }
        return findings + missing
    }

    /// Versions whose examples are kept though the lock does not know them: somebody cut its end off.
    private var missing: [ChangeFinding] {
        let released = Set(lock.releases.map { "\($0.event)/\($0.version)" })
        var known: Set<String> = []
        return goldens.sorted().compactMap { path in
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count == 3, !released.contains("\(parts[0])/\(parts[1])"),
                known.insert("\(parts[0])/\(parts[1])").inserted
            else { return nil }
            let file = lock.releases.first?.location.path ?? CatalogueLock.fileName
            return ChangeFinding(
                .lockMissingVersion, event: parts[0], after: parts[1],
                at: SourceLocation(path: file, line: 1, column: 1),
                "examples of `\(parts[0])` \(parts[1]) are kept, but the lock file has no such release")
        }
    }

    /// The versions that a release would add, in the order of the catalogue; drafts stay out.
    package var unreleased: [EventDefinition] {
        let released = Set(lock.releases.map { "\($0.event) \($0.version)" })
        return catalogue.events.filter { $0.status != .draft && !released.contains("\($0.name) \($0.version)") }
    }

    /// The released versions whose consumers, producers or owners changed since, in the order of the catalogue: a release
    /// records them again, so that what nobody reads any more may go.
    package var regrouped: [EventDefinition] {
        let released = lock.releasesByEvent
        return catalogue.events.filter { event in
            guard let latest = released[event.name]?.last, latest.version == event.version else { return false }
            let form = CanonicalForm(EventVersion(event, in: index))
            return form.fingerprint == latest.fingerprint && form.whole != latest.definition
        }
    }

    // MARK: One event

    private func findings(_ new: EventVersion, _ releases: [LockedRelease], _ latest: LockedRelease) -> [ChangeFinding]
    {
        let version = new.event.version
        if version < latest.version {
            let finding = ChangeFinding(
                .versionWentBack, event: new.event.name, before: "\(latest.version)", after: "\(version)",
                at: new.event.location, was: latest.location,
                "`\(new.event.name)` is \(version), but \(latest.version) is released already",
                advice: "go on from \(latest.version)")
            return [finding]
        }
        let isReleased = version == latest.version
        if isReleased, CanonicalForm(new).fingerprint == latest.fingerprint {
            return people(new, latest) + sunset(new, latest)
        }
        let changes = EventComparison.changes(from: latest.contents, to: new)
        var findings = judge(latest, new).findings(changes)
        findings += sunset(new, latest)
        findings += earlier(new, releases.dropLast(), besides: changes)
        let need = VersionNeed(changes, PromisedDirections(latest.contents, new))
        if let finding = need.finding(for: new.event, since: latest.version, at: latest.location) {
            findings.append(finding)
        }
        return findings + UpcastCheck.findings(releases, new)
    }

    /// Who reads and writes may change without a version.
    private func people(_ new: EventVersion, _ latest: LockedRelease) -> [ChangeFinding] {
        judge(latest, new).findings(EventComparison.changes(from: latest.contents, to: new))
    }

    /// Changes against releases before the last, where the mode asks for all of a major version.
    private func earlier(
        _ new: EventVersion, _ releases: ArraySlice<LockedRelease>, besides changes: [Change]
    ) -> [ChangeFinding] {
        guard let latest = releases.last, PromisedDirections(latest.contents, new).isTransitive else { return [] }
        var known = Set(changes.map { "\($0.rule.rawValue) \($0.path)" })
        var findings: [ChangeFinding] = []
        for release in releases.reversed() where release.version.major == new.event.version.major {
            let more = EventComparison.changes(from: release.contents, to: new).filter {
                known.insert("\($0.rule.rawValue) \($0.path)").inserted
            }
            // What breaks nobody was noted when it was released.
            findings += judge(release, new).breaks(more).filter { $0.severity != .note }
        }
        return findings
    }

    private func judge(_ release: LockedRelease, _ new: EventVersion) -> CompatibilityJudge {
        CompatibilityJudge(old: release.contents, new: new, against: "\(release.version)")
    }

    private func sunset(_ new: EventVersion, _ latest: LockedRelease) -> [ChangeFinding] {
        guard new.event.status == .retired, latest.contents.event.status != .retired,
            let sunset = latest.contents.event.deprecation?.sunset, today.description < sunset
        else { return [] }
        let finding = ChangeFinding(
            .retiredBeforeSunset, event: new.event.name, before: sunset, after: today.description,
            at: new.event.location,
            was: latest.location, "`\(new.event.name)` was promised until \(sunset), today is \(today)",
            services: ServicesAtStake(old: latest.contents, new: new).consumers)
        return [finding]
    }

    private func removal(of latest: LockedRelease) -> ChangeFinding {
        let path = catalogue.files.first?.path ?? latest.location.path
        return ChangeFinding(
            .eventRemoved, event: latest.event, before: "\(latest.version)",
            at: SourceLocation(path: path, line: 1, column: 1), was: latest.location,
            "the event `\(latest.event)` is gone, which is released as \(latest.version)", against: "\(latest.version)",
            services: ServicesAtStake(old: latest.contents, new: EventVersion(latest.contents.event, in: index))
                .consumers)
    }
}
