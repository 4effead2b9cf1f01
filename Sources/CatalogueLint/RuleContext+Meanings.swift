import EventCatalogue

extension RuleContext {
    /// What a value, or else the type that it names, says; `nil` where none of them says it.
    func said<Answer>(of value: ValueDefinition, _ answer: (ValueDefinition) -> Answer?) -> Answer? {
        for meaning in meanings(of: value) { if let answer = answer(meaning) { return answer } }
        return nil
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
