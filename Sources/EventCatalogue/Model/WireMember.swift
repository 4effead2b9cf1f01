/// One key of a payload as a declared wire writes it for one event, and where its value comes from.
package enum WireMember: Sendable, Hashable {
    /// The event's field of that name.
    case field(FieldDefinition, isTimestamp: Bool)
    /// A value that is always the same.
    case constant(String, CatalogueValue)
    /// A value made of fields and attributes.
    case derived(String, [WireTemplatePiece])
    /// A key for which the event has nothing.
    case nothing(String)

    /// The key.
    package var key: String {
        switch self {
        case .field(let field, _): field.name
        case .constant(let key, _): key
        case .derived(let key, _): key
        case .nothing(let key): key
        }
    }
}

extension Catalogue {
    /// The keys that a declared wire writes of an event, in order; without `keys` these are the event's own fields, then
    /// what the wire makes.
    package func members(of wire: WireDefinition, for event: EventDefinition) -> [WireMember] {
        let types = TypeTable(self.types)
        let made = wire.constants.map(\.key) + wire.derived.map(\.key)
        var seen: Set<String> = []
        let keys = (wire.keys?.map(\.name) ?? event.fields.map(\.name) + made).filter { seen.insert($0).inserted }
        return keys.map { key in
            if let constant = wire.constants.first(where: { $0.key == key }) { return .constant(key, constant.value) }
            if let derived = wire.derived.first(where: { $0.key == key }) {
                return .derived(key, pieces(of: derived, for: event, types))
            }
            guard let field = event.field(named: key) else { return .nothing(key) }
            return .field(field, isTimestamp: types.resolved(field.type) == .timestamp)
        }
    }

    private func pieces(
        of derived: WireDefinition.Derived, for event: EventDefinition, _ types: TypeTable
    ) -> [WireTemplatePiece] {
        derived.pieces.map { piece in
            guard case .field(let name, let letters, _) = piece else { return piece }
            let isTimestamp = event.field(named: name).flatMap { types.resolved($0.type) } == .timestamp
            return .field(name, letters, isTimestamp: isTimestamp)
        }
    }
}
