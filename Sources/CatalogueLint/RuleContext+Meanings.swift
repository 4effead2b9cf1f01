import EventCatalogue

extension RuleContext {
    /// What a value, or else the type that it names, says; `nil` where none of them says it.
    func said<Answer>(of value: ValueDefinition, _ answer: (ValueDefinition) -> Answer?) -> Answer? {
        for meaning in meanings(of: value) { if let answer = answer(meaning) { return answer } }
        return nil
    }

    /// A field's value and all that it holds, by their paths: fields within, items (`[]`) and entries (`{}`). A named type
    /// is looked into once.
    func contents(of field: FieldDefinition) -> [(path: String, value: ValueDefinition)] {
        var result: [(path: String, value: ValueDefinition)] = []
        var seen: Set<String> = []
        var waiting = [(path: field.name, value: field.value)]
        while let (path, value) = waiting.popLast() {
            result.append((path, value))
            if case .named(let name) = value.type, !seen.insert(name).inserted { continue }
            switch resolved(value.type) {
            case .array(let item): waiting.append(("\(path)[]", item))
            case .map(let entry): waiting.append(("\(path){}", entry))
            case .object(let fields): waiting += fields.reversed().map { ("\(path).\($0.name)", $0.value) }
            case .union(let union):
                waiting += union.cases.flatMap(\.fields).reversed().map { ("\(path).\($0.name)", $0.value) }
            default: break
            }
        }
        return result
    }

    /// A value, its items or entries, those of these and so on: the last is no array and no map.
    func layers(of value: ValueDefinition) -> [ValueDefinition] {
        var layers = [value]
        // A type may hold lists of itself.
        while layers.count <= 64 {
            switch resolved(layers[layers.count - 1].type) {
            case .array(let inner), .map(let inner): layers.append(inner)
            default: return layers
            }
        }
        return layers
    }

    /// Whether not everybody may see a value: it says something of a person, or is confidential or restricted.
    func isSensitive(_ value: ValueDefinition) -> Bool {
        if said(of: value, \.isPersonal) ?? false { return true }
        switch said(of: value, \.sensitivity) {
        case .confidential, .restricted: return true
        case .public, .internal, nil: return false
        }
    }
}
