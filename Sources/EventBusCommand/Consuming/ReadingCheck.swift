import CatalogueEvents
import EventBus
import EventCatalogue

/// Checks what typed readers would fail at: a payload that lacks a required field, or has a value of another type.
///
/// A reader is open: fields that it does not know and values beyond a bound are no reason to refuse an event.
struct ReadingCheck: Sendable {
    private let admissions: [String: PayloadAdmission]

    /// The checks of a catalogue's events, by all their names.
    init(_ catalogue: LoadedCatalogue) {
        admissions = PayloadAdmission.all(of: catalogue)
    }

    /// Checks one event of the log; one of another major version, which readers upcast, is passed over.
    ///
    /// - Throws: `InvalidPayload` with the first thing that a typed reader would fail at.
    func check(_ record: EventRecord) throws(InvalidPayload) {
        guard let admission = admissions[record.type] else { return }
        let written = record.text(of: \.version)?.prefix { $0 != "." }
        guard written.map(String.init) == "\(admission.event.version.major)" else { return }
        for violation in admission.violations(of: try JSONValue(parsing: record.data, limits: .published)) {
            guard let rule = Self.readersRule(violation.rule) else { continue }
            throw InvalidPayload(path: "\(violation.path)", rule: rule, message: violation.message)
        }
    }

    private static func readersRule(_ rule: PayloadViolation.Rule) -> InvalidPayload.Rule? {
        switch rule {
        case .required: .required
        case .notNull: .nullable
        case .type: .type
        default: nil
        }
    }
}
