import CatalogueEvents
import EventBus
import EventCatalogue

/// The payloads of a load: the catalogue's example of the event, each with an aggregate and an idempotency key of its own.
struct LoadPayloads: Sendable {
    private let admission: PayloadAdmission
    private let example: JSONObject
    /// The fields that name the aggregate, and those of the idempotency key beside them.
    private let aggregateFields: [String]
    private let keyFields: [String]
    /// How many aggregates the events are of; each has its own unless given.
    private let aggregates: Int?
    private let form: Form

    /// How an example's text becomes another that the catalogue accepts.
    private enum Form: CaseIterable {
        /// Something is put behind it.
        case suffix
        /// Its last letters or digits are replaced.
        case replacedEnd
        /// Its place is taken.
        case bare
        /// Its place is taken by a number.
        case number
    }

    /// What tells this load from others.
    let token: String

    /// Finds out how the event's example can be varied.
    ///
    /// - Throws: ``CommandFailure`` where the event has no example, or where none of its variations is valid.
    init(_ admission: PayloadAdmission, aggregates: Int?, token: String) throws {
        self.admission = admission
        self.aggregates = aggregates
        self.token = token
        let event = admission.event
        let objects = event.examples.compactMap { example -> JSONObject? in
            guard case .object(let object)? = try? JSONValue(parsing: Array(example.value.json.utf8)) else {
                return nil
            }
            return object
        }
        guard let example = objects.first else {
            throw CommandFailure(
                .invalidInput,
                "\(event.name) has no example in the catalogue to make payloads of: give it one under `examples`")
        }
        self.example = example
        aggregateFields = event.aggregate?.id.fields ?? []
        keyFields = (event.idempotencyKey?.template.fields ?? []).filter { [aggregateFields] in
            !$0.isEmpty && !aggregateFields.contains($0)
        }
        var refusal: (any Error)?
        for form in Form.allCases {
            do {
                _ = try admission.check(
                    Self.payload(example, aggregateFields, keyFields, aggregate: 1, number: 1, token, form))
                self.form = form
                return
            } catch { refusal = refusal ?? error }
        }
        throw CommandFailure(
            .invalidInput,
            "the example of \(event.name) can't be varied so that the catalogue accepts it: "
                + (refusal.map { "\($0)" } ?? ""))
    }

    /// The payload of an event, by its number from 0.
    ///
    /// - Throws: `RefusedPayload` where the catalogue does not accept it after all.
    func payload(_ number: Int) throws -> AdmittedPayload {
        try admission.check(
            Self.payload(
                example, aggregateFields, keyFields, aggregate: aggregates.map { number % $0 } ?? number,
                number: number,
                token, form))
    }

    private static func payload(
        _ example: JSONObject, _ aggregateFields: [String], _ keyFields: [String], aggregate: Int, number: Int,
        _ token: String, _ form: Form
    ) -> [UInt8] {
        var object = example
        for name in aggregateFields { object[name] = varied(object[name], by: aggregate, token, form) }
        for name in keyFields { object[name] = varied(object[name], by: number, token, form) }
        return JSONValue.object(object).bytes
    }

    private static func varied(_ value: JSONValue?, by number: Int, _ token: String, _ form: Form) -> JSONValue? {
        switch value {
        case .number(let known): return .number(JSONNumber((known.int64 ?? 0) + Int64(number)))
        case .string(let text):
            switch form {
            case .suffix: return .string("\(text)-\(token)\(number)")
            case .replacedEnd:
                let tail = String(number, radix: 16)
                guard text.count > tail.count else { return .string(tail) }
                return .string(text.dropLast(tail.count) + tail)
            case .bare: return .string("\(token)\(number)")
            case .number: return .string("\(number)")
            }
        default: return value
        }
    }
}
