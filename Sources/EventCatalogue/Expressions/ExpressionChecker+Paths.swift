extension ExpressionChecker {
    /// A path that leads through objects.
    func path(_ names: [ExpressionSyntax.Name]) throws(ExpressionError) -> ExpressionPath {
        var steps: [ExpressionPath.Step] = []
        var fields = fields
        for (index, name) in names.enumerated() {
            let step = try field(name, in: fields, after: steps)
            steps.append(step)
            guard index < names.count - 1 else { break }
            guard case .object(let inner) = try resolved(step.field.type, name) else {
                throw noFields(steps, next: names[index + 1])
            }
            fields = inner
        }
        guard let last = steps.last, let name = names.last else {
            return ExpressionPath(steps: [], type: .other("object"))
        }
        return ExpressionPath(steps: steps, type: try type(of: last.field.type, name))
    }

    /// A path that leads through objects and at least one array to numbers.
    func sum(_ names: [ExpressionSyntax.Name]) throws(ExpressionError) -> ExpressionSum {
        guard let sum = try term(names[...], in: fields, of: names[0]) else {
            throw ExpressionError(
                column: names[0].column,
                message: "`sum` is over an array: `sum(lines.amount)`; no part of this path is one")
        }
        return sum
    }

    /// What the rest of a path adds up; `nil` where it meets no array.
    private func term(
        _ names: ArraySlice<ExpressionSyntax.Name>, in fields: [FieldDefinition], of start: ExpressionSyntax.Name
    ) throws(ExpressionError) -> ExpressionSum? {
        var steps: [ExpressionPath.Step] = []
        var fields = fields
        var rest = names
        while let name = rest.popFirst() {
            let step = try field(name, in: fields, after: steps)
            steps.append(step)
            switch try resolved(step.field.type, name) {
            case .array(let item):
                let path = ExpressionPath(steps: steps, type: .other("array"))
                return .over(path, try itemTerm(item, rest, after: name))
            case .object(let inner) where !rest.isEmpty: fields = inner
            default:
                if let next = rest.first { throw noFields(steps, next: next) }
            }
        }
        return nil
    }

    /// What each item of an array adds.
    private func itemTerm(
        _ item: ValueDefinition, _ rest: ArraySlice<ExpressionSyntax.Name>, after name: ExpressionSyntax.Name
    ) throws(ExpressionError) -> ExpressionSum {
        let type = try resolved(item.type, name)
        if case .array(let inner) = type {
            let path = ExpressionPath(steps: [], type: .other("array"))
            return .over(path, try itemTerm(inner, rest, after: name))
        }
        guard let next = rest.first else {
            return .value(ExpressionPath(steps: [], type: try number(try self.type(of: item.type, name), name)))
        }
        guard case .object(let fields) = type else {
            throw ExpressionError(
                column: next.column, message: "the items of `\(name.text)` have no fields, so no `\(next.text)`")
        }
        let checker = ExpressionChecker(types: types, fields: fields, owner: "an item of `\(name.text)`")
        if let inner = try checker.term(rest, in: fields, of: next) { return inner }
        let path = try checker.path(Array(rest))
        return .value(ExpressionPath(steps: path.steps, type: try number(path.type, rest[rest.endIndex - 1])))
    }

    private func number(_ type: ExpressionType, _ name: ExpressionSyntax.Name) throws(ExpressionError) -> ExpressionType
    {
        guard type.isNumber else {
            throw ExpressionError(
                column: name.column, message: "`sum` adds numbers; `\(name.text)` gives \(type.phrase)")
        }
        return type
    }

    // MARK: Steps

    private func field(
        _ name: ExpressionSyntax.Name, in fields: [FieldDefinition], after steps: [ExpressionPath.Step]
    ) throws(ExpressionError) -> ExpressionPath.Step {
        if let field = fields.first(where: { $0.name == name.text }) {
            guard case .constant(let constant) = types.resolved(field.type) else {
                return ExpressionPath.Step(field: field)
            }
            return ExpressionPath.Step(field: field, constant: constant.value)
        }
        let holder = steps.last.map { "`\($0.field.name)`" } ?? owner
        let meant = Suggestion.phrase(for: name.text, among: fields.map(\.name))
        throw ExpressionError(column: name.column, message: "\(holder) has no field `\(name.text)`\(meant)")
    }

    private func noFields(_ steps: [ExpressionPath.Step], next: ExpressionSyntax.Name) -> ExpressionError {
        let text = steps.map(\.field.name).joined(separator: ".")
        let word = steps.last.flatMap { types.resolved($0.field.type) }?.word ?? "value"
        let advice: String
        switch word {
        case "array": advice = "only `sum` looks into arrays"
        case "map": advice = "its keys are not declared"
        case "union", "json": advice = "what it holds differs; a rule can only ask `has(\(text))`"
        default: advice = "only objects have fields"
        }
        return ExpressionError(
            column: next.column, message: "there is no `\(next.text)` in `\(text)`, which is of type \(word): \(advice)"
        )
    }

    private func resolved(
        _ type: FieldType, _ name: ExpressionSyntax.Name
    ) throws(ExpressionError) -> FieldType {
        guard let resolved = types.resolved(type) else {
            throw ExpressionError(column: name.column, message: "the type of `\(name.text)` is not declared")
        }
        return resolved
    }

    /// What a value of the type is in a rule.
    private func type(of type: FieldType, _ name: ExpressionSyntax.Name) throws(ExpressionError) -> ExpressionType {
        switch try resolved(type, name) {
        case .bool: return .boolean
        case .int32, .int64, .uint64: return .whole
        case .double: return .double
        case .uint256, .decimal: return .decimal
        case .string, .uuid, .uri: return .text
        case .date: return .date
        case .timestamp: return .timestamp
        case .enumeration(let definition): return .enumeration(definition.values.map(\.name))
        case .constant(let constant): return try self.type(of: constant.of, name)
        case let other: return .other(other.word)
        }
    }
}
