extension InvariantExpression {
    /// The payload's own fields whose values the rule takes in; `nil` where it speaks of the payload as a whole.
    package var fields: Set<String>? {
        switch self {
        case .field(let path), .has(let path), .size(let path), .sum(.value(let path)), .sum(.over(let path, _)):
            return path.steps.first.map { [$0.field.name] }
        default:
            var names: Set<String> = []
            for part in parts {
                guard let more = part.fields else { return nil }
                names.formUnion(more)
            }
            return names
        }
    }
}
