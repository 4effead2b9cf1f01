import CatalogueEvents
import EventBus
import EventCatalogue
import HTTPTypes

/// Finds the checks of an event by the name that a request gives it.
struct EventAdmissions: Sendable {
    private let byName: [String: PayloadAdmission]
    private let catalogue: String
    private let names: [String]

    init(_ catalogue: LoadedCatalogue) {
        byName = PayloadAdmission.all(of: catalogue)
        self.catalogue = catalogue.catalogue.id
        names = catalogue.catalogue.events.map(\.name)
    }

    /// The checks of an event, by its name or an alias.
    ///
    /// - Throws: ``Problem`` 404 that says which event was probably meant.
    func admission(named name: String) throws(Problem) -> PayloadAdmission {
        if let admission = byName[name] { return admission }
        throw .unknownEvent(name, in: names)
    }

    /// The checks of an event, by the `type` of a CloudEvent: the event's name, or `<catalogue>.<event>.v<major>`.
    ///
    /// - Throws: ``Problem`` 404, or 422 for another major version than this catalogue has.
    func admission(cloudEventsType type: String) throws(Problem) -> PayloadAdmission {
        if let admission = byName[type] { return admission }
        guard let read = CloudEventsType(type, of: catalogue) else { throw .unknownEvent(type, in: names) }
        let admission = try admission(named: read.event)
        guard admission.event.version.major == read.major else {
            throw Problem(
                .unprocessableContent,
                "the catalogue has \(admission.event.name) in version \(admission.event.version), and this is one of version \(read.major)"
            )
        }
        return admission
    }
}

extension Problem {
    /// An event that the catalogue does not have.
    static func unknownEvent(_ name: String, in names: [String]) -> Problem {
        let shown = String(name.prefix(128))
        var members = JSONObject()
        members["did_you_mean"] = Suggestion.closest(to: shown, among: names).map { .string($0) }
        if names.count <= 50 { members["events"] = .array(names.map { .string($0) }) }
        let phrase = Suggestion.phrase(for: shown, among: names)
        return Problem(
            .notFound, "the catalogue has no event “\(shown)”\(phrase) (/catalogue lists what it has)", members: members
        )
    }
}
