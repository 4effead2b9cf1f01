import EventBus
import EventCatalogue

/// Checks payloads of one event against the catalogue and reads from them what the log needs.
struct PublishChecker {
    /// A payload that may be appended.
    struct Checked {
        let declaration: EventDeclaration
        /// The payload as compact JSON.
        let bytes: [UInt8]
        let aggregateID: String
        let idempotencyKey: String?
    }

    private let event: EventDefinition
    private let declaration: EventDeclaration
    private let payloads: PayloadChecker

    /// Prepares the checks of an event.
    ///
    /// - Throws: ``CommandFailure`` that lists the events there are.
    init(event name: String, catalogue: LoadedCatalogue) throws {
        guard let event = catalogue.catalogue.event(named: name), let declaration = catalogue.declaration(of: event)
        else {
            throw CommandFailure(.invalidInput, EventNames.unknown(name, in: catalogue.catalogue.events.map(\.name)))
        }
        self.event = event
        self.declaration = declaration
        payloads = PayloadChecker(catalogue.catalogue)
    }

    /// Checks one payload.
    ///
    /// - Throws: ``CommandFailure`` with every path and rule that the payload breaks.
    func check(_ payload: PayloadSource.Payload) throws -> Checked {
        let json: JSONValue
        do throws(InvalidPayload) {
            json = try JSONValue(parsing: payload.bytes, limits: .published)
        } catch {
            throw CommandFailure(.invalidInput, "this is not JSON: \(error)")
        }
        let violations = payloads.violations(of: CatalogueValue(json), in: event)
        guard violations.isEmpty, case .object(let object) = json else {
            let lines = violations.map { "\n  \($0)" }.joined()
            throw CommandFailure(.invalidInput, "\(event.name) refuses this payload:\(lines)")
        }
        return Checked(
            declaration: declaration, bytes: json.bytes,
            aggregateID: event.aggregate.map { $0.id.filled(from: object) } ?? "",
            idempotencyKey: event.idempotencyKey.map { $0.template.filled(from: object) })
    }
}
