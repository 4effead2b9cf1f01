import EventCatalogue
import YAMLReader

/// Everything that was released: for each version of each event its definition, in the order of the releases. What is
/// in it never changes; a release adds to its end.
package struct CatalogueLock: Sendable {
    /// The catalogue's id.
    package var id: String
    package private(set) var releases: [LockedRelease]

    /// A lock without releases.
    package init(id: String) {
        self.id = id
        releases = []
    }

    init(id: String, releases: [LockedRelease]) {
        self.id = id
        self.releases = releases
    }

    /// The name of the file, beside the catalogue.
    package static let fileName = "hokusai.lock.json"

    /// The releases of one event, in the order of their versions; each as it was recorded last.
    package func releases(of event: String) -> [LockedRelease] {
        Self.latest(releases.filter { $0.event == event })
    }

    /// All releases by event, as ``releases(of:)``.
    var releasesByEvent: [String: [LockedRelease]] {
        Dictionary(grouping: releases, by: \.event).mapValues(Self.latest)
    }

    /// A version may stand twice: who reads it changed, and was recorded again.
    private static func latest(_ releases: [LockedRelease]) -> [LockedRelease] {
        let last = Dictionary(releases.map { ($0.version, $0) }, uniquingKeysWith: { _, later in later })
        return last.values.sorted { $0.version < $1.version }
    }

    /// The names of the events, each once, in the order of their first release.
    package var events: [String] {
        var seen: Set<String> = []
        return releases.map(\.event).filter { seen.insert($0).inserted }
    }

    /// Puts a version of an event at the end; a version that is there already, to record who reads it now.
    package mutating func append(_ version: EventVersion) {
        let form = CanonicalForm(version)
        let release = LockedRelease(
            event: version.event.name, version: version.event.version, fingerprint: form.fingerprint,
            definition: form.whole, after: releases.last?.seal ?? "", location: version.event.location,
            contents: version)
        releases.append(release)
    }

    /// The text of the file.
    package var text: String {
        CatalogueValue.object([
            .init("lock", .number(String(Self.formatVersion))), .init("id", .string(id)),
            .init("releases", .array(releases.map(\.form))), .init("seal", .string(seal)),
        ]).indentedJSON
    }

    /// A hash of the id, the number of releases and the last one's seal: whoever cuts the end off breaks it.
    var seal: String { SHA256Text.of([id, String(releases.count), releases.last?.seal ?? ""].joined(separator: "\n")) }

    /// The version of the file's format.
    static let formatVersion = 1
}
