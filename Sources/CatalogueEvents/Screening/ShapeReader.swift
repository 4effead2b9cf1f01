import EventBus
import EventCatalogue

/// Turns the definitions of a catalogue into shapes.
///
/// Every shape asks for at least what its definition asks for: what can't be said by a shape is said by ``ValueShape/built(_:)``.
struct ShapeReader {
    private let types: TypeTable
    private var patterns: [String: PatternShape] = [:]
    private var named: [String: ValueShape] = [:]
    /// The named types that are being read: a type that holds itself is not followed.
    private var underWay: Set<String> = []

    /// Prepares the types of a catalogue.
    init(_ catalogue: Catalogue) {
        types = TypeTable(catalogue.types)
    }

    /// The shape of an object; `nil` where it can't be said.
    mutating func object(_ fields: [FieldDefinition]) -> ObjectShape? {
        // Texts that only look alike are one name to the reader of trees, and two by their bytes.
        guard fields.count <= ObjectShape.maximumCount, fields.allSatisfy({ $0.name.utf8.allSatisfy { $0 < 0x80 } })
        else { return nil }
        var required: UInt64 = 0
        for (index, field) in fields.enumerated()
        where field.presence == .required && field.defaultValue == nil {
            required |= 1 << UInt64(index)
        }
        return ObjectShape(
            names: FieldNames(fields.map(\.name)),
            fields: fields.map { ObjectShape.Field(shape: shape($0.value), isNullable: $0.isNullable) },
            required: required)
    }

    /// The shape of a value.
    mutating func shape(_ definition: ValueDefinition) -> ValueShape {
        guard case .named(let name) = definition.type, definition.constraints.isEmpty, let target = types[name] else {
            return unnamed(definition)
        }
        if let shape = named[name] { return shape }
        guard underWay.insert(name).inserted else { return .built(definition) }
        let shape = shape(target)
        underWay.remove(name)
        named[name] = shape
        return shape
    }

    /// The shape of a value whose own type says all about it, but for the names that it goes by.
    private mutating func unnamed(_ definition: ValueDefinition) -> ValueShape {
        // The rules of each name on the way hold, and the value's own.
        var rules = [definition.constraints]
        var type = definition.type
        var visited: Set<String> = []
        while case .named(let name) = type {
            guard let target = types[name], visited.insert(name).inserted, underWay.insert(name).inserted else {
                underWay.subtract(visited)
                return .built(definition)
            }
            rules.append(target.constraints)
            type = target.type
        }
        defer { underWay.subtract(visited) }
        return shape(type, rules.filter { !$0.isEmpty }, definition) ?? .built(definition)
    }

    private mutating func shape(
        _ type: FieldType, _ rules: [Constraints], _ definition: ValueDefinition
    ) -> ValueShape? {
        switch type {
        case .string: return text(rules).map { .text($0) }
        case .bool: return .bool
        case .int32: return integer(Int64(Int32.min)...Int64(Int32.max), rules).map { .integer($0) }
        case .int64: return integer(Int64.min...Int64.max, rules).map { .integer($0) }
        case .uint64: return integer(0...Int64.max, rules).map { .integer($0) }
        case .double: return double(rules, definition).map { .double($0) }
        case .enumeration(let enumeration) where enumeration.isOpen: return text(rules).map { .text($0) }
        case .enumeration(let enumeration):
            return rules.isEmpty ? .listed(enumeration.values.map { Array($0.name.utf8) }) : nil
        case .object(let fields): return rules.isEmpty ? object(fields).map { .object($0) } : nil
        case .array(let item):
            guard let count = Self.count(rules), !rules.contains(where: \.uniqueItems) else { return nil }
            return .array(of: shape(item), count: count)
        case .map(let value):
            guard let count = Self.count(rules) else { return nil }
            let texts = rules.compactMap(\.keyPattern)
            let patterns = texts.compactMap { pattern($0) }
            guard patterns.count == texts.count else { return nil }
            return .map(MapShape(value: shape(value), count: count, keyPatterns: patterns))
        case .uint256, .decimal, .bytes, .uuid, .uri, .date, .timestamp, .duration, .json, .union, .constant, .named:
            return nil
        }
    }

    // MARK: Rules

    private mutating func text(_ rules: [Constraints]) -> TextShape? {
        let texts = rules.compactMap(\.pattern)
        let patterns = texts.compactMap { pattern($0) }
        guard patterns.count == texts.count, let length = Self.range(rules.map(\.minLength), rules.map(\.maxLength))
        else { return nil }
        return TextShape(length: length, patterns: patterns)
    }

    private mutating func pattern(_ text: String) -> PatternShape? {
        if let known = patterns[text] { return known }
        guard let automaton = try? PatternAutomaton(text) else { return nil }
        let pattern = PatternShape(automaton)
        patterns[text] = pattern
        return pattern
    }

    private static func count(_ rules: [Constraints]) -> ClosedRange<Int>? {
        range(rules.map(\.minItems), rules.map(\.maxItems))
    }

    private static func range(_ least: [Int?], _ most: [Int?]) -> ClosedRange<Int>? {
        let lower = max(0, least.compactMap(\.self).max() ?? 0)
        let upper = most.compactMap(\.self).min() ?? Int.max
        return lower <= upper ? lower...upper : nil
    }

    private func integer(_ range: ClosedRange<Int64>, _ rules: [Constraints]) -> IntegerShape? {
        var (lower, upper, step) = (range.lowerBound, range.upperBound, Int64(1))
        for rule in rules {
            for (bound, isExclusive) in [(rule.minimum, false), (rule.exclusiveMinimum, true)] {
                guard let bound else { continue }
                guard let number = Int64(bound), !isExclusive || number < .max else { return nil }
                lower = max(lower, isExclusive ? number + 1 : number)
            }
            for (bound, isExclusive) in [(rule.maximum, false), (rule.exclusiveMaximum, true)] {
                guard let bound else { continue }
                guard let number = Int64(bound), !isExclusive || number > .min else { return nil }
                upper = min(upper, isExclusive ? number - 1 : number)
            }
            if let multiple = rule.multipleOf {
                guard step == 1, let number = Int64(multiple), number > 0 else { return nil }
                step = number
            }
        }
        return lower <= upper ? IntegerShape(range: lower...upper, multipleOf: step) : nil
    }

    private func double(_ rules: [Constraints], _ definition: ValueDefinition) -> DoubleShape? {
        var (above, below) = (-Double.infinity, Double.infinity)
        for rule in rules {
            guard rule.multipleOf == nil else { return nil }
            for bound in [rule.minimum, rule.exclusiveMinimum].compactMap(\.self) {
                guard let number = Double(bound) else { return nil }
                above = max(above, number)
            }
            for bound in [rule.maximum, rule.exclusiveMaximum].compactMap(\.self) {
                guard let number = Double(bound) else { return nil }
                below = min(below, number)
            }
        }
        return DoubleShape(above: above, below: below, definition: definition)
    }
}
