package import EventBus
package import EventCatalogue

/// What of a payload may be shown to people: in logs, on the dashboard, in the live stream when asked for.
///
/// It goes by the catalogue's `log` of each value: `show` (and where nothing is said) shows it, `redact` puts ``mark`` in its
/// place, `hash` a ``RedactionKey``'s digest, `drop` leaves it out. A field's own word counts before that of its named type.
/// What the catalogue does not know is not shown, since nobody can say that it is no secret: undeclared members, unknown
/// cases of unions, values of another shape than declared, and all values of an unknown event. Their names are shown.
package struct PayloadRedaction: Sendable {
    /// What stands in the place of a value that is not shown.
    package static let mark = HiddenTexts.mark

    private let catalogue: Catalogue
    private let types: TypeTable
    private let key: RedactionKey

    /// Prepares the rules of a catalogue.
    ///
    /// - Parameter key: What digests are made with; a fresh one for each process, so that nobody can make a table of them.
    package init(_ catalogue: Catalogue, key: RedactionKey = .random()) {
        self.catalogue = catalogue
        types = TypeTable(catalogue.types)
        self.key = key
    }

    /// What may be shown of a payload.
    ///
    /// - Parameter type: The event's name, or one of its aliases.
    package func redacted(_ payload: JSONValue, ofType type: String) -> JSONValue {
        guard case .object(let object) = payload else { return .string(Self.mark) }
        return .object(redacted(object, fields: catalogue.event(named: type)?.fields ?? []))
    }

    /// What may be shown of a payload as it stands in the log; of bytes that are not JSON, their number.
    package func redacted(_ payload: [UInt8], ofType type: String) -> JSONValue {
        guard let json = try? JSONValue(parsing: payload) else {
            return .string("\(Self.mark) (\(payload.count) bytes that are not JSON)")
        }
        return redacted(json, ofType: type)
    }

    /// What may be shown of the id of an event's aggregate: the mark where the id is made of a value that is not shown.
    package func redacted(aggregateID id: String, ofType type: String) -> String {
        guard !id.isEmpty, let event = catalogue.event(named: type), let aggregate = event.aggregate else { return id }
        let isShown = aggregate.id.segments.allSatisfy { segment in
            guard case .field(let name) = segment, let field = event.field(named: name) else { return true }
            return types.logRule(of: field.value) == .show
        }
        return isShown ? id : Self.mark
    }

    /// What stands in the place of a text about a payload that is not JSON, or too large: nobody can tell what it repeats.
    package static let unreadable = "\(mark) (about a message that can't be read)"

    /// A text about an event, e.g. a handler's error, with the mark wherever it repeats a value that is not shown; of a
    /// payload without any bytes nothing can be repeated.
    package func redacted(text: String, about payload: [UInt8], ofType type: String) -> String {
        if payload.isEmpty { return text }
        guard let json = try? JSONValue(parsing: payload) else { return Self.unreadable }
        let shown = HiddenTexts(whole: json, shown: redacted(json, ofType: type))
        return shown.masked(text)
    }

    // MARK: Walking

    private func redacted(_ object: JSONObject, fields: [FieldDefinition]) -> JSONObject {
        JSONObject(
            distinct: object.members.compactMap { member in
                let field = fields.first { $0.name.utf8.elementsEqual(member.name.utf8) }
                guard let field else { return JSONObject.Member(name: member.name, value: .string(Self.mark)) }
                return redacted(member.value, as: field.value).map { JSONObject.Member(name: member.name, value: $0) }
            })
    }

    /// `nil` where the value is left out.
    private func redacted(_ value: JSONValue, as definition: ValueDefinition) -> JSONValue? {
        switch types.logRule(of: definition) {
        case .show: shown(value, as: definition.type)
        case .redact: .string(Self.mark)
        case .hash: .string(key.digest(of: value))
        case .drop: nil
        }
    }

    /// A value that may be shown, but for what is in it.
    private func shown(_ value: JSONValue, as type: FieldType) -> JSONValue {
        switch (types.resolved(type), value) {
        case (_, .null), (.json, _): value
        case (.object(let fields), .object(let object)): .object(redacted(object, fields: fields))
        case (.array(let items), .array(let values)): .array(values.compactMap { redacted($0, as: items) })
        case (.map(let values), .object(let object)):
            .object(
                JSONObject(
                    distinct: object.members.compactMap { member in
                        redacted(member.value, as: values).map { JSONObject.Member(name: member.name, value: $0) }
                    }))
        case (.union(let union), .object(let object)): shown(object, as: union)
        case (.object, _), (.array, _), (.map, _), (.union, _), (nil, _), (_, .object), (_, .array):
            .string(Self.mark)
        case (_, .bool), (_, .number), (_, .string): value
        }
    }

    private func shown(_ object: JSONObject, as union: UnionDefinition) -> JSONValue {
        guard case .string(let name) = object[union.discriminator],
            let found = union.cases.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
        else { return .string(Self.mark) }
        var result = redacted(object, fields: found.fields)
        result[union.discriminator] = .string(name)
        return .object(result)
    }
}
