import EventCatalogue

/// Decides how each type of the catalogue looks in Swift.
///
/// A planner belongs to one scope: the nested types that it comes across are collected in `nested`.
struct TypePlanner {
    /// The names of what the whole catalogue declares.
    let names: CatalogueNames
    /// The types declared inside this scope, rendered.
    private(set) var nested: [[String]] = []
    /// Tables of patterns that stand at fields, rendered.
    private(set) var patterns: [String] = []
    private(set) var problems: [GenerationProblem] = []
    private var scope: NameScope
    private var patternScope = NameScope()

    /// A planner of a type's own scope.
    init(names: CatalogueNames) {
        self.names = names
        scope = NameScope()
    }

    /// Plans a value; `hint` names the type that an anonymous object, enum or union becomes.
    mutating func plan(_ value: ValueDefinition, hint: String) -> ValuePlan {
        let constraints = value.constraints
        switch value.type {
        case .string: return string(constraints, hint: hint)
        case .uri: return string(constraints, format: "uri", hint: hint)
        case .uuid: return string(constraints, format: "uuid", hint: hint)
        case .date: return string(constraints, format: "date", hint: hint)
        case .duration: return string(constraints, format: "duration", hint: hint)
        case .uint256, .decimal:
            if constraints.multipleOf != nil {
                problems.append(
                    GenerationProblem(
                        location: value.location,
                        message: "generated code cannot check multiple_of of \(value.type.word); leave it out"))
            }
            return string(constraints, format: value.type.word, hint: hint)
        case .bool:
            return ValuePlan(
                type: "Bool", write: { "json.bool(\($0))" }, read: "try json.bool()", text: { "\\(\($0))" })
        case .int32: return number("Int32", "int32", RuleText.integer(constraints))
        case .int64: return number("Int64", "int", RuleText.integer(constraints))
        case .uint64: return number("UInt64", "uint", RuleText.integer(constraints))
        case .double: return number("Double", "double", RuleText.number(constraints), alwaysThrows: true)
        case .bytes: return bytes(constraints)
        case .timestamp:
            return ValuePlan(
                type: "Timestamp", write: { "json.timestamp(\($0))" }, read: "try json.timestamp()",
                text: { "\\(\($0))" })
        case .json:
            return ValuePlan(type: "JSONValue", write: { "json.value(\($0))" }, read: "try json.value()")
        case .object(let fields):
            let name = declare(hint)
            render(StructRenderer.nested(name, fields, documentation: [], names: names))
            return object(name)
        case .enumeration(let definition):
            let name = declare(hint)
            nested.append(EnumRenderer.lines(name, definition, documentation: []))
            return enumeration(name)
        case .union(let definition):
            let name = declare(hint)
            render(UnionRenderer.lines(name, definition, documentation: [], names: names))
            return object(name)
        case .array(let item): return array(item, constraints, hint: hint)
        case .map(let entry): return map(entry, constraints, hint: hint)
        case .constant(let definition): return constant(definition)
        case .named(let name): return named(name, value, hint: hint)
        }
    }

    private mutating func declare(_ hint: String) -> String {
        scope.unique(SwiftName.type(hint, taken: names.topLevel.union(SwiftName.takenTypes)))
    }

    private mutating func render(_ rendering: Rendering) {
        nested.append(rendering.lines)
        problems += rendering.problems
    }

    // MARK: Scalars

    private mutating func string(_ constraints: Constraints, format: String? = nil, hint: String) -> ValuePlan {
        let rule = RuleText.string(
            constraints, format: format, pattern: constraints.pattern.map { pattern($0, hint: hint) })
        return Self.string(rule: rule)
    }

    static func string(rule: String?) -> ValuePlan {
        ValuePlan(
            type: "String",
            write: { value in rule.map { "try json.string(\(value), \($0))" } ?? "json.string(\(value))" },
            read: "try json.string()", text: { "\\(\($0))" }, isText: true)
    }

    /// The name of a stored table for a pattern.
    private mutating func pattern(_ pattern: String, hint: String) -> String {
        let name = patternScope.unique(SwiftName.member(hint) + "Pattern")
        patterns.append("private static let \(name) = \(PatternText.expression(pattern) ?? "nil")")
        return "Self.\(name)"
    }

    private func number(_ type: String, _ method: String, _ rule: String?, alwaysThrows: Bool = false) -> ValuePlan {
        let keyword = rule != nil || alwaysThrows ? "try " : ""
        let suffix = rule.map { ", \($0)" } ?? ""
        return ValuePlan(
            type: type, write: { "\(keyword)json.\(method)(\($0)\(suffix))" }, read: "try json.\(method)()",
            text: { "\\(\($0))" })
    }

    private func bytes(_ constraints: Constraints) -> ValuePlan {
        let rule = RuleText.string(constraints, pattern: nil)
        return ValuePlan(
            type: "[UInt8]",
            write: { value in rule.map { "try json.base64(\(value), \($0))" } ?? "json.base64(\(value))" },
            read: "try json.base64()")
    }

    private func enumeration(_ name: String) -> ValuePlan {
        ValuePlan(
            type: name, write: { "json.enumeration(\($0))" }, read: "try json.enumeration(\(name).self)",
            text: { "\\(\($0).rawValue)" })
    }

    private func constant(_ definition: ConstantDefinition) -> ValuePlan {
        let type: String
        switch definition.of {
        case .bool: type = "Bool"
        case .int64, .int32: type = "Int64"
        case .double: type = "Double"
        default: type = "String"
        }
        return ValuePlan(
            type: type, write: { _ in "json.value(\(DefaultText.json(definition.value)))" },
            read: "try json.constant(\(DefaultText.json(definition.value)))", text: { "\\(\($0))" },
            constant: DefaultText.scalar(definition.value))
    }

    // MARK: Values made of others

    private func object(_ name: String) -> ValuePlan {
        ValuePlan(type: name, write: { "try json.object(\($0))" }, read: "try json.object(\(name).self)")
    }

    private mutating func array(_ item: ValueDefinition, _ constraints: Constraints, hint: String) -> ValuePlan {
        let inner = plan(item, hint: hint + "_item")
        let rule = RuleText.items(constraints).map { ", \($0)" } ?? ""
        let isUnique = constraints.uniqueItems
        return ValuePlan(
            type: "[\(inner.type)]",
            write: { value in
                (isUnique ? "try json.unique(\(value)); " : "")
                    + "try json.array(\(value)\(rule)) { json, item throws(InvalidPayload) in \(inner.write("item")) }"
            },
            read: "try json.array { json throws(InvalidPayload) in \(inner.read) }")
    }

    private mutating func map(_ entry: ValueDefinition, _ constraints: Constraints, hint: String) -> ValuePlan {
        let inner = plan(entry, hint: hint + "_value")
        var rule = RuleText.items(constraints).map { ", \($0)" } ?? ""
        if let keys = constraints.keyPattern {
            rule += ", keys: StringRule(pattern: \(pattern(keys, hint: hint + "_key")))"
        }
        return ValuePlan(
            type: "[String: \(inner.type)]",
            write: { value in
                "try json.map(\(value)\(rule)) { json, item throws(InvalidPayload) in \(inner.write("item")) }"
            },
            read: "try json.map { json throws(InvalidPayload) in \(inner.read) }")
    }

    // MARK: Named types

    /// A field of a named type; rules of its own come on top of the type's.
    private mutating func named(_ name: String, _ value: ValueDefinition, hint: String) -> ValuePlan {
        guard let definition = names.types[name] else {
            problems.append(GenerationProblem(location: value.location, message: "there is no type \(name)"))
            return Self.string(rule: nil)
        }
        let swiftName = names.swiftTypes[name] ?? name
        switch definition.value.type {
        case .object, .union: return object(swiftName)
        case .enumeration: return enumeration(swiftName)
        default: break
        }
        let base = aliased(definition, swiftName, hint: hint)
        guard !value.constraints.isEmpty, let kind = names.resolved(value.type) else { return base }
        let inherited = names.chain(of: definition)
        if base.isText {
            let rules = inherited.compactMap { rule(of: $0, hint: hint) }
            var own = value
            own.type = kind
            let write = plan(own, hint: hint).write
            return ValuePlan(
                type: swiftName,
                write: { value in rules.map { "try json.check(\(value), \($0)); " }.joined() + write(value) },
                read: base.read, text: base.text, isText: true)
        }
        return narrowed(base, kind, value, inherited.map(\.value.constraints), hint: hint)
    }

    /// The rule of a named text, whether the type states it as a text or as another named type.
    private mutating func rule(of definition: TypeDefinition, hint: String) -> String? {
        if let rule = names.rule(of: definition) { return rule }
        let constraints = definition.value.constraints
        return RuleText.string(
            constraints, pattern: constraints.pattern.map { pattern($0, hint: "\(hint)_\(definition.name)") })
    }

    /// A value with the tightest of the bounds that it and its types state.
    private mutating func narrowed(
        _ base: ValuePlan, _ kind: FieldType, _ value: ValueDefinition, _ inherited: [Constraints], hint: String
    ) -> ValuePlan {
        var own = value
        own.type = kind
        for constraints in inherited {
            guard let narrowed = own.constraints.narrowed(by: constraints) else {
                problems.append(
                    GenerationProblem(
                        location: value.location,
                        message: "generated code cannot check this multiple_of on top of the type's; leave it out"))
                return base
            }
            own.constraints = narrowed
        }
        let keys = Set(inherited.compactMap(\.keyPattern)).subtracting([own.constraints.keyPattern].compactMap(\.self))
            .sorted().map { pattern($0, hint: hint + "_key") }
        let merged = aside(own, hint: hint)
        return ValuePlan(
            type: base.type,
            write: { value in
                keys.map { "try json.check(keysOf: \(value), StringRule(pattern: \($0))); " }.joined()
                    + merged.write(value)
            }, read: base.read, text: base.text)
    }

    /// A named type that is another name of a Swift type.
    private mutating func aliased(_ definition: TypeDefinition, _ swiftName: String, hint: String) -> ValuePlan {
        if let rule = names.rule(of: definition) {
            let plan = Self.string(rule: rule)
            return ValuePlan(type: swiftName, write: plan.write, read: plan.read, text: plan.text, isText: plan.isText)
        }
        if case .array = definition.value.type { return collection(definition, swiftName) }
        if case .map = definition.value.type { return collection(definition, swiftName) }
        let plan = plan(definition.value, hint: hint)
        return ValuePlan(
            type: plan.constant == nil ? swiftName : plan.type, write: plan.write, read: plan.read, text: plan.text,
            isText: plan.isText, constant: plan.constant)
    }

    /// A named array or map.
    private mutating func collection(_ definition: TypeDefinition, _ swiftName: String) -> ValuePlan {
        let plan = aside(definition.value, hint: definition.name)
        return ValuePlan(type: swiftName, write: plan.write, read: plan.read)
    }

    /// Plans what is declared elsewhere; types that its items declare stand beside it, so here they are only named.
    private mutating func aside(_ value: ValueDefinition, hint: String) -> ValuePlan {
        let (outerScope, outerNested, outerProblems) = (scope, nested, problems)
        scope = NameScope()
        let plan = plan(value, hint: hint)
        (scope, nested, problems) = (outerScope, outerNested, outerProblems)
        return plan
    }
}
