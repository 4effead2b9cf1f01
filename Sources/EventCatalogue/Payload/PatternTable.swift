/// The compiled patterns of a catalogue.
struct PatternTable: Sendable {
    private(set) var automata: [String: PatternAutomaton] = [:]
    private(set) var errors: [String: PatternError] = [:]

    init(_ catalogue: Catalogue) {
        for type in catalogue.types { add(type.value) }
        for event in catalogue.events { for field in event.fields { add(field.value) } }
    }

    private mutating func add(_ value: ValueDefinition) {
        for pattern in [value.constraints.pattern, value.constraints.keyPattern].compactMap(\.self) {
            guard automata[pattern] == nil, errors[pattern] == nil else { continue }
            do throws(PatternError) { automata[pattern] = try PatternAutomaton(pattern) } catch {
                errors[pattern] = error
            }
        }
        for inner in value.innerValues { add(inner) }
    }
}

extension ValueDefinition {
    /// The fields of an object or of a union's cases.
    package var innerFields: [FieldDefinition] {
        switch type {
        case .object(let fields): fields
        case .union(let union): union.cases.flatMap(\.fields)
        default: []
        }
    }

    /// What a value of this kind holds, without following names.
    package var innerValues: [ValueDefinition] {
        switch type {
        case .array(let item): [item]
        case .map(let entry): [entry]
        default: innerFields.map(\.value)
        }
    }
}
