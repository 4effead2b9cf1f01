extension DeclaredWire {
    /// Reads the event out of a message that this wire has written. Null is the same as absent, keys that are no fields
    /// are passed over, and what `{field|upper}` made is read in lower case.
    ///
    /// - Throws: ``InvalidPayload`` where the message is not JSON, or does not hold the event; its offset is `nil`, since what
    ///   is read is not the text that was written.
    func read<E: Event>(_: E.Type, from message: [UInt8]) throws(InvalidPayload) -> E {
        let payload = try payload(in: JSONValue(parsing: message, limits: .published))
        do throws(InvalidPayload) {
            return try E(payload: JSONValue.object(fields(of: payload)).bytes, limits: .published)
        } catch {
            throw InvalidPayload(path: error.path, rule: error.rule, message: error.message)
        }
    }

    private func payload(in message: JSONValue) throws(InvalidPayload) -> JSONObject {
        let name: String? =
            switch envelope {
            case .none: nil
            case .cloudEvents: "data"
            case .messageEnvelope: "payload"
            }
        var found: JSONValue? = message
        if let name {
            guard case .object(let outer) = message else { throw Self.noObject("$") }
            found = outer[name]
        }
        guard case .object(let payload)? = found else { throw Self.noObject(name.map { "$.\($0)" } ?? "$") }
        return payload
    }

    private static func noObject(_ path: String) -> InvalidPayload {
        InvalidPayload(path: path, rule: .type, message: "an object is expected")
    }

    /// The event's own fields, as far as the wire carries them.
    private func fields(of payload: JSONObject) -> JSONObject {
        var fields = JSONObject()
        for member in members {
            guard let value = payload[member.key], value != .null else { continue }
            switch member {
            case .field(let name), .timestamp(let name): fields[name] = value
            case .derived(_, let template):
                guard let (name, letters) = template.onlyField, fields[name] == nil else { continue }
                if letters == .upper, case .string(let text) = value {
                    fields[name] = .string(text.lowercased())
                } else {
                    fields[name] = value
                }
            case .constant, .nothing: continue
            }
        }
        return fields
    }
}

extension WireTemplate {
    /// The field of which the template is nothing but the value.
    fileprivate var onlyField: (name: String, letters: LetterCase)? {
        guard pieces.count == 1 else { return nil }
        return switch pieces[0] {
        case .field(let name, let letters): (name, letters)
        case .timestamp(let name): (name, .kept)
        case .text, .attribute: nil
        }
    }
}
