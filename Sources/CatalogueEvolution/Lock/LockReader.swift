package import EventCatalogue
import YAMLReader

/// Reads a lock file and sees whether it is as it was written.
package enum LockReader {
    /// The lock, with an error for each thing that is wrong with it; without any the lock can be trusted.
    package static func read(_ source: CatalogueSource) -> (lock: CatalogueLock, findings: [ChangeFinding]) {
        // JSON is read as what it is too: YAML, with places. Unlike a catalogue it only grows.
        var limits = YAMLLimits()
        limits.textBytes = 1 << 30
        let reading = YAMLReader.readAll(source.bytes, path: source.path, limits: limits)
        var findings = reading.errors.map { tampered($0.location, "it is not readable: \($0.message)") }
        guard let node = reading.node, findings.isEmpty else { return (CatalogueLock(id: ""), findings) }
        let start = SourceLocation(path: source.path, line: 1, column: 1)
        guard node["lock"]?.scalar?.text == String(CatalogueLock.formatVersion), let id = node["id"]?.scalar?.text,
            let entries = node["releases"]?.sequence
        else {
            findings.append(
                tampered(start, "it has not the keys `lock: \(CatalogueLock.formatVersion)`, `id` and `releases`"))
            return (CatalogueLock(id: ""), findings)
        }
        var releases: [LockedRelease] = []
        var known: [String: LockedRelease] = [:]
        var previous = ""
        for entry in entries {
            guard let parts = Parts(entry) else {
                findings.append(
                    tampered(
                        entry.location,
                        "a release needs `event`, `version`, `fingerprint`, `definition` and `seal`"))
                break
            }
            let release = LockedRelease(
                event: parts.event, version: parts.version, fingerprint: parts.fingerprint,
                definition: CatalogueValue(parts.definition), after: previous, location: entry.location,
                contents: parts.contents)
            if release.seal != parts.seal {
                findings.append(
                    tampered(
                        entry.location,
                        "the seal of `\(parts.event)` \(parts.version) does not fit its text, or a release before it "
                            + "was taken out or put in"))
                // What follows is sealed over this one, and would only repeat the message.
                break
            }
            let name = "\(release.event) \(release.version)"
            if let first = known[name], first.fingerprint != release.fingerprint {
                findings.append(
                    tampered(
                        entry.location,
                        "`\(release.event)` \(release.version) is released a second time with another schema, the first is at "
                            + "line \(first.location.line)"))
            }
            known[name] = release
            releases.append(release)
            previous = parts.seal
        }
        let lock = CatalogueLock(id: id, releases: releases)
        if findings.isEmpty, node["seal"]?.scalar?.text != lock.seal {
            findings.append(
                tampered(
                    node["seal"]?.location ?? start,
                    "the seal at its end does not fit: `id` was changed, or releases were taken off the end"))
        }
        return (lock, findings)
    }

    private struct Parts {
        let event: String
        let version: SemanticVersion
        let fingerprint: String
        let definition: YAMLNode
        let seal: String
        let contents: EventVersion

        init?(_ node: YAMLNode) {
            guard let event = node["event"]?.scalar?.text,
                let version = node["version"]?.scalar.flatMap({ SemanticVersion($0.text) }),
                let fingerprint = node["fingerprint"]?.scalar?.text, let definition = node["definition"],
                let seal = node["seal"]?.scalar?.text
            else { return nil }
            let catalogue = CatalogueReader.parse(definition).catalogue
            guard let declared = catalogue.events.first, declared.name == event, declared.version == version else {
                return nil
            }
            (self.event, self.version, self.fingerprint) = (event, version, fingerprint)
            (self.definition, self.seal) = (definition, seal)
            contents = EventVersion(declared, in: catalogue)
        }
    }

    private static func tampered(_ location: SourceLocation, _ what: String) -> ChangeFinding {
        ChangeFinding(.lockTampered, at: location, "the lock file was edited: \(what)")
    }
}
