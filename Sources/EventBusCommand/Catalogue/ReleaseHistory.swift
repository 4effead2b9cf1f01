import CatalogueEvents
import CatalogueEvolution
import CatalogueExports
import EventCatalogue

/// What the lock beside a catalogue tells of earlier releases, for documents.
enum ReleaseHistory {
    /// The history of a catalogue; empty where nothing was released yet.
    ///
    /// - Throws: ``CommandFailure`` where the lock is not as it was written; what is wrong has been printed then.
    static func read(besideCatalogue path: String) throws -> CatalogueHistory {
        let lockPath = LockFiles.path(besideCatalogue: path)
        guard LockFiles.exists(lockPath) else { return CatalogueHistory() }
        let (lock, findings) = try LoadedCatalogue.read { () throws(CatalogueSourceError) in
            try LockFiles.read(lockPath)
        }
        for finding in findings { CommandContext.printError("\(finding)") }
        guard findings.isEmpty else {
            throw CommandFailure(.invalidInput, "the lock file \(lockPath) is not as it was written")
        }
        return history(of: lock)
    }

    /// Every release, each event's latest first, with what it changed against the one before it.
    static func history(of lock: CatalogueLock) -> CatalogueHistory {
        var history = CatalogueHistory()
        for event in lock.events {
            var former: LockedRelease?
            var releases: [CatalogueHistory.Release] = []
            for release in lock.releases(of: event) {
                let changes = former.map { Self.changes(from: $0, to: release, id: lock.id) } ?? []
                releases.append(CatalogueHistory.Release(event: event, version: "\(release.version)", changes: changes))
                former = release
            }
            history.releases += releases.reversed()
        }
        return history
    }

    /// Both versions are released, so neither asks for another version: an empty lock says that.
    private static func changes(
        from former: LockedRelease, to release: LockedRelease, id: String
    ) -> [CatalogueHistory.Change] {
        let comparison = CatalogueComparison(
            from: former.contents.catalogue, to: release.contents.catalogue, named: "\(former.version)")
        return comparison.findings(lock: CatalogueLock(id: id)).map { finding in
            let severity: CatalogueHistory.Severity =
                switch finding.severity {
                case .note: .info
                case .warning: .warning
                case .error: .error
                }
            return CatalogueHistory.Change(rule: finding.rule.rawValue, severity: severity, text: finding.message)
        }
    }
}
