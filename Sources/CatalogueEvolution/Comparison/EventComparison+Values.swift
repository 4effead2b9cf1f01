import EventCatalogue
import YAMLReader

/// A value with its named types followed: the type, and everything that the names on the way ask of it.
private struct ResolvedValue {
    let type: FieldType
    let constraints: [Constraints]
    /// What is said of the value itself, or else by the nearest named type.
    let unit: String?
    let sensitivity: ValueDefinition.Sensitivity?
    let isPersonal: Bool
    let log: ValueDefinition.LogRule?
    let approval: String?
    let patternRelation: ValueDefinition.PatternRelation?
    /// The outermost named type.
    let name: String?

    init(_ value: ValueDefinition, in index: CatalogueIndex) {
        var constraints = [value.constraints]
        var (unit, sensitivity, log) = (value.unit, value.sensitivity, value.log)
        var isPersonal = value.isPersonal
        var (approval, patternRelation) = (value.approvedBy, value.patternRelation)
        var current = value
        var seen: Set<String> = []
        while case .named(let name) = current.type, seen.insert(name).inserted,
            let next = index.types[name]?.value
        {
            constraints.append(next.constraints)
            unit = unit ?? next.unit
            sensitivity = sensitivity ?? next.sensitivity
            log = log ?? next.log
            isPersonal = isPersonal ?? next.isPersonal
            approval = approval ?? next.approvedBy
            patternRelation = patternRelation ?? next.patternRelation
            current = next
        }
        type = current.type
        self.constraints = constraints
        (self.unit, self.sensitivity, self.log) = (unit, sensitivity, log)
        (self.approval, self.patternRelation) = (approval, patternRelation)
        self.isPersonal = isPersonal ?? false
        if case .named(let name) = value.type { self.name = name } else { name = nil }
    }

    /// The strictest of the bounds that hold for a value.
    func bound(_ key: KeyPath<Constraints, String?>, isLower: Bool) -> String? {
        let numbers = constraints.compactMap { $0[keyPath: key] }
        return numbers.max { isLower ? CatalogueNumber.isBelow($0, $1) : CatalogueNumber.isBelow($1, $0) }
    }

    func count(_ key: KeyPath<Constraints, Int?>, isLower: Bool) -> Int? {
        let counts = constraints.compactMap { $0[keyPath: key] }
        return isLower ? counts.max() : counts.min()
    }

    func texts(_ key: KeyPath<Constraints, String?>) -> [String] { constraints.compactMap { $0[keyPath: key] } }
}

extension EventComparison {
    /// What a value became: its type, its bounds, its meaning, and what is in it.
    mutating func compare(
        _ former: ValueDefinition, _ value: ValueDefinition, _ path: String, _ visited: Set<TypePair>
    ) {
        guard changes.count < Self.mostChanges else { return }
        var visited = visited
        var pair: TypePair?
        if case .named(let oldName) = former.type, case .named(let newName) = value.type {
            let named = TypePair(old: oldName, new: newName)
            guard !unchanged.contains(named), visited.insert(named).inserted else { return }
            pair = named
        }
        let countBefore = changes.count
        defer {
            if let pair, changes.count == countBefore, former.saysOnlyItsType, value.saysOnlyItsType {
                unchanged.insert(pair)
            }
        }
        let before = ResolvedValue(former, in: old.index)
        let after = ResolvedValue(value, in: new.index)
        let place = Place(path: path, location: value.location, oldLocation: former.location)
        compareMeaning(before, after, place)
        if compareTypes(before, after, place, visited) {
            compareConstraints(before, after, place)
            compareNames(before, after, place)
        }
    }

    /// A type that many ways lead to has each of its changes told for each way; beyond so many nobody reads on.
    private static let mostChanges = 1000

    private struct Place {
        let path: String
        let location: SourceLocation
        let oldLocation: SourceLocation
    }

    private mutating func report(_ rule: CompatibilityRule, _ place: Place, _ before: String?, _ after: String?) {
        report(
            rule, place.path, isField: true, before: before, after: after, at: place.location, was: place.oldLocation)
    }

    // MARK: Types

    /// - Returns: whether the types are of one kind, so that what is asked of the values can be compared.
    private mutating func compareTypes(
        _ before: ResolvedValue, _ after: ResolvedValue, _ place: Place, _ visited: Set<TypePair>
    ) -> Bool {
        switch (before.type, after.type) {
        case (.object(let former), .object(let fields)):
            compare(former, fields, place.path + ".", reserved: nil, visited)
        case (.array(let former), .array(let item)): compare(former, item, place.path + "[]", visited)
        case (.map(let former), .map(let entry)): compare(former, entry, place.path + ".*", visited)
        case (.enumeration(let former), .enumeration(let enumeration)): compare(former, enumeration, place)
        case (.union(let former), .union(let union)): compare(former, union, place, visited)
        case (.constant(let former), .constant(let constant)):
            if former.value != constant.value || former.of != constant.of {
                report(.constChanged, place, former.value.json, constant.value.json)
            }
        case (let former, let type) where former.word == type.word: break
        case (let former, let type):
            let rule = Self.rule(from: former, to: type)
            report(rule, place, former.word, type.word)
            return (rule == .fieldTypeWidened || rule == .fieldTypeNarrowed) && type.isNumber && former.isNumber
        }
        return true
    }

    /// What a change from one type to another is.
    static func rule(from former: FieldType, to type: FieldType) -> CompatibilityRule {
        switch (former, type) {
        case (.int32, .int64), (.int32, .double), (.enumeration, .string), (_, .json): .fieldTypeWidened
        case (.constant(let constant), let type) where constant.of.word == type.word: .fieldTypeWidened
        case (.int64, .int32), (.double, .int32), (.string, .enumeration), (.json, _): .fieldTypeNarrowed
        case _ where isText(former) && isText(type): .fieldEncodingChanged
        default: .fieldTypeChanged
        }
    }

    /// Types whose values are JSON strings.
    private static func isText(_ type: FieldType) -> Bool {
        switch type {
        case .string, .uint256, .decimal, .bytes, .uuid, .uri, .date, .timestamp, .duration: true
        default: false
        }
    }

    private mutating func compare(_ former: EnumDefinition, _ enumeration: EnumDefinition, _ place: Place) {
        if former.isOpen != enumeration.isOpen {
            report(enumeration.isOpen ? .enumOpened : .enumClosed, place, former.phrase, enumeration.phrase)
        }
        let (before, after) = (Set(former.values.map(\.name)), Set(enumeration.values.map(\.name)))
        for value in enumeration.values where !before.contains(value.name) {
            report(enumeration.isOpen ? .enumValueAddedOpen : .enumValueAddedClosed, place, nil, value.name)
        }
        for value in former.values where !after.contains(value.name) {
            report(.enumValueRemoved, place, value.name, nil)
        }
    }

    private mutating func compare(
        _ former: UnionDefinition, _ union: UnionDefinition, _ place: Place, _ visited: Set<TypePair>
    ) {
        if former.discriminator != union.discriminator {
            report(.discriminatorChanged, place, former.discriminator, union.discriminator)
        }
        let before = Dictionary(former.cases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Set(union.cases.map(\.name))
        for unionCase in union.cases {
            guard let counterpart = before[unionCase.name] else {
                report(.unionCaseAdded, place, nil, unionCase.name)
                continue
            }
            compare(counterpart.fields, unionCase.fields, "\(place.path)(\(unionCase.name)).", reserved: nil, visited)
        }
        for unionCase in former.cases where !after.contains(unionCase.name) {
            report(.unionCaseRemoved, place, unionCase.name, nil)
        }
    }

    /// Another name of the same type: nothing on the wire, but another type in Swift where it is no alias.
    private mutating func compareNames(_ before: ResolvedValue, _ after: ResolvedValue, _ place: Place) {
        guard before.name != after.name else { return }
        switch after.type {
        case .object, .enumeration, .union:
            report(.typeReferenceChanged, place, before.name ?? before.type.word, after.name ?? after.type.word)
        default: break
        }
    }

    // MARK: Meaning

    private mutating func compareMeaning(_ before: ResolvedValue, _ after: ResolvedValue, _ place: Place) {
        // Who approved an earlier change did not approve this one.
        let isApproved = after.approval != nil && after.approval != before.approval
        if before.unit != after.unit {
            // A unit that is said for the first time changes no number.
            report(
                before.unit == nil ? .documentationChanged : .fieldUnitChanged, place, before.unit ?? "no unit",
                after.unit ?? "no unit")
        }
        let order = ValueDefinition.Sensitivity.allCases
        if let former = before.sensitivity.flatMap({ order.firstIndex(of: $0) }),
            after.sensitivity.flatMap({ order.firstIndex(of: $0) }) ?? 0 < former, !isApproved
        {
            report(.sensitivityLowered, place, before.sensitivity?.rawValue, after.sensitivity?.rawValue ?? "none")
        }
        if before.isPersonal, !after.isPersonal, !isApproved {
            report(.piiFlagRemoved, place, "pii: true", "not said to be personal")
        }
        if (after.log ?? .show).strictness < (before.log ?? .show).strictness, !isApproved {
            report(.logRuleRelaxed, place, before.log?.rawValue, after.log?.rawValue ?? "show")
        }
    }

    // MARK: Constraints

    private mutating func compareConstraints(_ before: ResolvedValue, _ after: ResolvedValue, _ place: Place) {
        let bounds: [(KeyPath<Constraints, String?>, Bool, CompatibilityRule, CompatibilityRule)] = [
            (\.minimum, true, .minimumRaised, .minimumLowered),
            (\.exclusiveMinimum, true, .exclusiveMinimumRaised, .exclusiveMinimumLowered),
            (\.maximum, false, .maximumLowered, .maximumRaised),
            (\.exclusiveMaximum, false, .exclusiveMaximumLowered, .exclusiveMaximumRaised),
        ]
        for (key, isLower, tighter, looser) in bounds {
            let (former, bound) = (before.bound(key, isLower: isLower), after.bound(key, isLower: isLower))
            guard let isTighter = Self.isTighter(former, bound, isLower, CatalogueNumber.isBelow) else { continue }
            report(isTighter ? tighter : looser, place, former ?? "none", bound ?? "none")
        }
        let counts: [(KeyPath<Constraints, Int?>, Bool, CompatibilityRule, CompatibilityRule)] = [
            (\.minLength, true, .minLengthRaised, .minLengthLowered),
            (\.maxLength, false, .maxLengthLowered, .maxLengthRaised),
            (\.minItems, true, .minItemsRaised, .minItemsLowered),
            (\.maxItems, false, .maxItemsLowered, .maxItemsRaised),
        ]
        for (key, isLower, tighter, looser) in counts {
            let (former, count) = (before.count(key, isLower: isLower), after.count(key, isLower: isLower))
            guard let isTighter = Self.isTighter(former, count, isLower, <) else { continue }
            report(
                isTighter ? tighter : looser, place, former.map(String.init) ?? "none",
                count.map(String.init) ?? "none")
        }
        compareSteps(before.texts(\.multipleOf), after.texts(\.multipleOf), place)
        let isUnique = (
            before.constraints.contains(where: \.uniqueItems), after.constraints.contains(where: \.uniqueItems)
        )
        if isUnique.0 != isUnique.1 {
            report(isUnique.1 ? .uniqueItemsAdded : .uniqueItemsRemoved, place, "\(isUnique.0)", "\(isUnique.1)")
        }
        comparePatterns(
            before.texts(\.pattern), after.texts(\.pattern), after.patternRelation, place,
            (.patternAdded, .patternRemoved, .patternChanged))
        comparePatterns(
            before.texts(\.keyPattern), after.texts(\.keyPattern), after.patternRelation, place,
            (.keyPatternAdded, .keyPatternRemoved, .keyPatternChanged))
    }

    /// Whether a bound now refuses more; `nil` where it is the same.
    private static func isTighter<Bound>(
        _ before: Bound?, _ after: Bound?, _ isLower: Bool, _ isBelow: (Bound, Bound) -> Bool
    ) -> Bool? {
        switch (before, after) {
        case (nil, nil): nil
        case (nil, _?): true
        case (_?, nil): false
        case (let before?, let after?):
            if isBelow(before, after) { isLower } else if isBelow(after, before) { !isLower } else { nil }
        }
    }

    private mutating func compareSteps(_ before: [String], _ after: [String], _ place: Place) {
        guard before != after else { return }
        let isLooser = after.allSatisfy { step in before.contains { CatalogueNumber.isMultiple($0, of: step) } }
        report(
            isLooser ? .multipleOfLoosened : .multipleOfTightened, place, before.first ?? "none", after.first ?? "none")
    }

    private mutating func comparePatterns(
        _ before: [String], _ after: [String], _ relation: ValueDefinition.PatternRelation?, _ place: Place,
        _ rules: (added: CompatibilityRule, removed: CompatibilityRule, changed: CompatibilityRule)
    ) {
        guard before != after else { return }
        let rule: CompatibilityRule
        if before.isEmpty {
            rule = rules.added
        } else if after.isEmpty {
            rule = rules.removed
        } else {
            rule =
                switch relation {
                case .wider: rules.removed
                case .narrower: rules.added
                case nil: rules.changed
                }
        }
        report(rule, place, before.joined(separator: " and "), after.joined(separator: " and "))
    }
}

extension ValueDefinition {
    /// Whether nothing is said beside the type's name, so that it stands for what the name stands for.
    fileprivate var saysOnlyItsType: Bool {
        constraints.isEmpty && unit == nil && sensitivity == nil && log == nil && isPersonal == nil && approvedBy == nil
            && patternRelation == nil
    }
}

extension FieldType {
    fileprivate var isNumber: Bool {
        switch self {
        case .int32, .int64, .uint64, .double: true
        default: false
        }
    }
}

extension EnumDefinition {
    fileprivate var phrase: String { isOpen ? "open" : "closed" }
}

extension ValueDefinition.LogRule {
    /// How much of the value stays out of logs.
    fileprivate var strictness: Int {
        switch self {
        case .show: 0
        case .hash: 1
        case .redact: 2
        case .drop: 3
        }
    }
}
