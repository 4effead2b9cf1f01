import EventCatalogue
import YAMLReader

/// Whether stored payloads of earlier major versions become payloads of a new one.
enum UpcastCheck {
    /// What old payloads lack after the steps.
    static func findings(_ releases: [LockedRelease], _ new: EventVersion) -> [ChangeFinding] {
        let majors = Set(releases.map(\.version.major)).filter { $0 < new.event.version.major }
        let steps = Dictionary(new.event.upcasts.map { ($0.major, $0) }, uniquingKeysWith: { first, _ in first })
        var findings: [ChangeFinding] = []
        var known: Set<String> = []
        for release in releases where majors.contains(release.version.major) {
            let way = (release.version.major + 1)...new.event.version.major
            if let missing = way.first(where: { steps[$0] == nil }) {
                guard known.insert("major \(missing)").inserted else { continue }
                findings.append(
                    ChangeFinding(
                        .majorWithoutUpcast, event: new.event.name, before: "\(release.version)",
                        after: "\(new.event.version)", at: new.event.location, was: release.location,
                        "`\(new.event.name)` \(new.event.version) has no steps from version \(missing - 1) to \(missing), so what is "
                            + "stored could not be read",
                        advice:
                            "write them under `upcasts: { \(missing): [ … ] }`; an empty list says that none is needed",
                        against: "\(release.version)"))
                continue
            }
            var old = release.contents
            old.event.fields = way.compactMap { steps[$0] }.reduce(old.event.fields) { fields, upcast in
                upcast.fields(after: fields)
            }
            for change in EventComparison.payloadChanges(from: old, to: new)
            where change.rule.profile.backward == .breaks && known.insert("\(change.rule) \(change.path)").inserted {
                findings.append(
                    ChangeFinding(
                        .upcastIncomplete, event: new.event.name, path: change.path, before: change.before,
                        after: change.after, at: steps[new.event.version.major]?.location ?? new.event.location,
                        was: change.oldLocation,
                        "after the steps a payload of \(release.version) is still not one of \(new.event.version): "
                            + "`\(change.path)` \(change.rule.phrase)",
                        advice: "add a step that gives `\(change.path)` what it needs", against: "\(release.version)"))
            }
        }
        return findings
    }
}
