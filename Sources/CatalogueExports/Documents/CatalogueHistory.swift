/// What each release of an event changed, for people to read.
package struct CatalogueHistory: Sendable, Hashable {
    /// The releases, each event's latest first.
    package var releases: [Release]

    /// Takes releases, each event's latest first.
    package init(releases: [Release] = []) { self.releases = releases }

    /// The releases of an event.
    package func releases(of event: String) -> [Release] { releases.filter { $0.event == event } }

    /// One released version of one event.
    package struct Release: Sendable, Hashable {
        /// The event's name.
        package var event: String
        /// Its version, e.g. `1.2.0`.
        package var version: String
        /// When it was released, as text; `nil` where that is not known.
        package var date: String?
        /// What it changed against the version before; none for the first.
        package var changes: [Change]

        /// Names a release.
        package init(event: String, version: String, date: String? = nil, changes: [Change] = []) {
            self.event = event
            self.version = version
            self.date = date
            self.changes = changes
        }
    }

    /// One change.
    package struct Change: Sendable, Hashable {
        /// The rule's id, e.g. `FIELD_ADDED_OPTIONAL`.
        package var rule: String
        package var severity: Severity
        /// What changed, one sentence.
        package var text: String

        /// Names a change.
        package init(rule: String, severity: Severity, text: String) {
            self.rule = rule
            self.severity = severity
            self.text = text
        }
    }

    /// How much a change matters to those who read the event.
    package enum Severity: String, Sendable, Hashable, CaseIterable {
        case error
        case warning
        case info
    }
}
