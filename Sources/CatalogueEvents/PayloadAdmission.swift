package import EventBus
package import EventCatalogue

/// Checks payloads of one event against the catalogue and reads from them what the log needs.
package struct PayloadAdmission: Sendable {
    /// The event as the catalogue defines it.
    package let event: EventDefinition
    /// The event as the bus knows it.
    package let declaration: EventDeclaration
    private let payloads: PayloadChecker

    /// Prepares the checks of an event; `nil` where the catalogue has none of that name.
    package init?(event name: String, catalogue: LoadedCatalogue) {
        guard let event = catalogue.catalogue.event(named: name), let declaration = catalogue.declaration(of: event)
        else { return nil }
        self.event = event
        self.declaration = declaration
        payloads = PayloadChecker(catalogue.catalogue)
    }

    /// Checks one payload.
    ///
    /// - Throws: ``RefusedPayload`` with every path and rule that the payload breaks.
    package func check(_ payload: [UInt8]) throws(RefusedPayload) -> AdmittedPayload {
        let json: JSONValue
        do throws(InvalidPayload) {
            json = try JSONValue(parsing: payload, limits: .published)
        } catch {
            throw RefusedPayload(event: event.name, reason: .notJSON(error))
        }
        let violations = payloads.violations(of: CatalogueValue(json), in: event)
        guard violations.isEmpty, case .object(let object) = json else {
            throw RefusedPayload(event: event.name, reason: .violations(violations.map { "\($0)" }))
        }
        return AdmittedPayload(
            declaration: declaration, bytes: json.bytes,
            aggregateID: event.aggregate.map { $0.id.filled(from: object) } ?? "",
            idempotencyKey: event.idempotencyKey.map { $0.template.filled(from: object) })
    }
}
