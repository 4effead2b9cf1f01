/// Names that must differ from each other, e.g. those of an object's fields.
struct NameSet: Sendable {
    /// What bears the names, for messages: "field".
    let kind: String
    let shape: NameShape
    let names: [Reference]

    init(_ kind: String, _ shape: NameShape, _ names: [Reference]) {
        self.kind = kind
        self.shape = shape
        self.names = names
    }

    /// All scopes of a catalogue.
    static func all(of catalogue: Catalogue, _ walk: ValueWalk) -> [NameSet] {
        var sets = [
            NameSet("team", .plain, catalogue.teams.map { Reference(name: $0.name, location: $0.location) }),
            NameSet("service", .plain, catalogue.services.map { Reference(name: $0.name, location: $0.location) }),
            NameSet("stream", .plain, catalogue.streams.map { Reference(name: $0.name, location: $0.location) }),
            NameSet("wire", .plain, catalogue.wires.map { Reference(name: $0.name, location: $0.location) }),
            NameSet("type", .type, catalogue.types.map { Reference(name: $0.name, location: $0.location) }),
            NameSet("event", .event, catalogue.events.map { Reference(name: $0.name, location: $0.location) }),
        ]
        for stream in catalogue.streams {
            sets.append(NameSet("group", .group, stream.groups.map { Reference(name: $0.name, location: $0.location) }))
        }
        for event in catalogue.events where !event.invariants.isEmpty {
            let names = event.invariants.map { Reference(name: $0.name, location: $0.location) }
            sets.append(NameSet("invariant", .plain, names))
        }
        for fields in walk.fieldLists {
            sets.append(NameSet("field", .field, fields.map { Reference(name: $0.name, location: $0.location) }))
        }
        for value in walk.values {
            switch value.type {
            case .enumeration(let enumeration):
                // A value that is listed twice has a rule of its own.
                var seen: Set<String> = []
                let distinct = enumeration.values.filter { seen.insert($0.name).inserted }
                sets.append(NameSet("value", .value, distinct.map { Reference(name: $0.name, location: $0.location) }))
            case .union(let union):
                let names = union.cases.map { Reference(name: $0.name, location: $0.location) }
                sets.append(NameSet("case", .value, names))
            default: break
            }
        }
        return sets
    }
}
