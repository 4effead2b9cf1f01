package import EventBus
package import EventCatalogue

/// Checks payloads of one event against the catalogue and reads from them what the log needs.
package final class PayloadAdmission: Sendable {
    /// The event as the catalogue defines it.
    package let event: EventDefinition
    /// The event as the bus knows it.
    package let declaration: EventDeclaration
    private let payloads: PayloadChecker
    private let screen: PayloadScreen?

    /// Prepares the checks of an event; `nil` where the catalogue has none of that name.
    package convenience init?(event name: String, catalogue: LoadedCatalogue) {
        guard let event = catalogue.catalogue.event(named: name), let declaration = catalogue.declaration(of: event)
        else { return nil }
        var shapes = ShapeReader(catalogue.catalogue)
        self.init(event, declaration, PayloadChecker(catalogue.catalogue), &shapes)
    }

    private init(
        _ event: EventDefinition, _ declaration: EventDeclaration, _ payloads: PayloadChecker,
        _ shapes: inout ShapeReader
    ) {
        self.event = event
        self.declaration = declaration
        self.payloads = payloads
        screen = PayloadScreen(event, &shapes, payloads)
    }

    /// The checks of every event of a catalogue, by name and by alias; what they share is prepared once.
    package static func all(of catalogue: LoadedCatalogue) -> [String: PayloadAdmission] {
        let payloads = PayloadChecker(catalogue.catalogue)
        var shapes = ShapeReader(catalogue.catalogue)
        var table: [String: PayloadAdmission] = [:]
        for (event, declaration) in zip(catalogue.catalogue.events, catalogue.declarations) {
            let admission = PayloadAdmission(event, declaration, payloads, &shapes)
            for alias in event.aliases where table[alias.name] == nil { table[alias.name] = admission }
            table[event.name] = admission
        }
        return table
    }

    /// Everything that a payload breaks; empty where it may be published.
    package func violations(of payload: JSONValue) -> [PayloadViolation] {
        payloads.violations(of: CatalogueValue(payload), in: event)
    }

    /// Checks one payload.
    ///
    /// Most payloads are right, and pass at first sight; of the others the closer look says what is wrong, if anything is.
    ///
    /// - Throws: ``RefusedPayload`` with every path and rule that the payload breaks.
    package func check(_ payload: [UInt8]) throws(RefusedPayload) -> AdmittedPayload {
        if let passed = passed(payload) { return passed }
        return try checkClosely(payload)
    }

    /// A payload that passes at first sight; `nil` where it takes a closer look.
    package func passed(_ payload: [UInt8]) -> AdmittedPayload? {
        screen?.passed(payload).map { passed in
            AdmittedPayload(
                declaration: declaration, bytes: passed.bytes, aggregateID: passed.aggregateID,
                idempotencyKey: passed.idempotencyKey)
        }
    }

    /// Checks one payload by all of it, which says what is wrong.
    ///
    /// - Throws: ``RefusedPayload`` with every path and rule that the payload breaks.
    package func checkClosely(_ payload: [UInt8]) throws(RefusedPayload) -> AdmittedPayload {
        let json: JSONValue
        do throws(InvalidPayload) {
            json = try JSONValue(parsing: payload, limits: .published)
        } catch {
            throw RefusedPayload(event: event.name, reason: .notJSON(error))
        }
        let violations = violations(of: json)
        guard violations.isEmpty, case .object(let object) = json else {
            throw RefusedPayload(event: event.name, reason: .violations(violations))
        }
        return AdmittedPayload(
            declaration: declaration, bytes: json.bytes,
            aggregateID: event.aggregate.map { $0.id.filled(from: object) } ?? "",
            idempotencyKey: event.idempotencyKey.map { $0.template.filled(from: object) })
    }
}
