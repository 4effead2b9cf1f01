import EventCatalogue
import YAMLReader

/// Whether stored payloads of earlier major versions become payloads of a new one.
enum UpcastCheck {
    /// What old payloads lack after the steps.
    static func findings(_ releases: [LockedRelease], _ new: EventVersion) -> [ChangeFinding] {
        let majors = Set(releases.map(\.version.major)).filter { $0 < new.event.version.major }
        guard !majors.isEmpty else { return [] }
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
                upcast.fields(after: fields) { release.contents.index.resolved($0) }
            }
            let given = Set(way.compactMap { steps[$0] }.flatMap(\.steps).compactMap(\.change.givenField))
            for change in EventComparison.payloadChanges(from: old, to: new)
            where refuses(change, old, new, given) && known.insert("\(change.rule) \(change.path)").inserted {
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

    /// Whether a reader of the new version refuses what the change leaves in old payloads. Bounds and patterns are not
    /// looked at in reading; whether a value that a step gives fits is a rule of the catalogue itself.
    private static func refuses(
        _ change: Change, _ old: EventVersion, _ new: EventVersion, _ given: Set<String>
    ) -> Bool {
        let name = String(change.path.prefix { $0 != "." && $0 != "[" && $0 != "(" })
        let field = old.event.field(named: name)
        switch change.rule {
        case .fieldAddedRequired, .fieldBecameRequired, .fieldBecameNonNull: return true
        case .fieldTypeChanged, .fieldTypeNarrowed, .enumValueRemoved, .enumClosed, .constChanged, .unionCaseRemoved,
            .discriminatorChanged:
            switch field?.type {
            case .constant, .json: return !given.contains(name)
            default: return !(change.rule == .enumValueRemoved && isOpen(new.event.field(named: name), new))
            }
        // Of texts only those that are parsed are refused.
        case .fieldEncodingChanged: return change.after == "bytes" || change.after == "timestamp"
        default: return false
        }
    }

    private static func isOpen(_ field: FieldDefinition?, _ version: EventVersion) -> Bool {
        guard let field, case .enumeration(let enumeration) = version.index.resolved(field.type) else { return false }
        return enumeration.isOpen
    }
}

extension UpcastChange {
    /// The field that a step gives a value of the catalogue's.
    fileprivate var givenField: String? {
        switch self {
        case .setDefault(let field, _), .constant(let field, _): field
        default: nil
        }
    }
}
