/// One run over one payload.
struct PayloadCheck {
    let types: TypeTable
    let patterns: PatternTable
    private(set) var violations: [PayloadViolation] = []

    init(types: TypeTable, patterns: PatternTable) {
        self.types = types
        self.patterns = patterns
    }

    mutating func report(_ rule: PayloadViolation.Rule, _ path: PayloadPath, _ message: String) {
        violations.append(PayloadViolation(path: path, rule: rule, message: message))
    }

    /// - Parameter extraKey: a key besides the fields, e.g. a union's discriminator.
    mutating func object(
        _ members: [CatalogueValue.Member], _ fields: [FieldDefinition], _ path: PayloadPath, owner: String,
        extraKey: String? = nil
    ) {
        var seen: Set<Bytewise> = []
        for member in members {
            let place = path.appending(.key(member.name))
            let name = Bytewise(member.name)
            guard seen.insert(name).inserted else {
                report(.duplicate, place, "the key is there twice")
                continue
            }
            if let extraKey, name == Bytewise(extraKey) { continue }
            guard let field = fields.first(where: { Bytewise($0.name) == name }) else {
                let meant = Suggestion.phrase(for: member.name, among: fields.map(\.name))
                report(.undeclared, place, "\(owner) declares no field `\(member.name)`\(meant)")
                continue
            }
            if member.value == .null, field.isNullable { continue }
            value(member.value, field.value, place)
        }
        for field in fields where field.presence == .required && !seen.contains(Bytewise(field.name)) {
            guard field.defaultNode == nil, field.defaultValue == nil else { continue }
            report(.required, path.appending(.key(field.name)), "the field `\(field.name)` is required")
        }
    }

    /// A value that is not allowed to be null.
    mutating func value(_ value: CatalogueValue, _ definition: ValueDefinition, _ path: PayloadPath) {
        if value == .null {
            if case .json = types.resolved(definition.type) { return }
            return report(.notNull, path, "null is not allowed; leave the field out, or quote the text \"null\"")
        }
        if case .named(let name) = definition.type {
            // A name that leads nowhere or in a circle is reported where it is declared.
            guard types.resolved(definition.type) != nil, let named = types[name] else { return }
            let before = violations.count
            self.value(value, named, path)
            guard violations.count == before else { return }
        } else {
            guard hasKind(value, definition.type, path) else { return }
        }
        constraints(value, definition.constraints, types.resolved(definition.type), path)
    }

    // MARK: Types

    /// Whether the value is of the type; if not, that has been reported.
    private mutating func hasKind(_ value: CatalogueValue, _ type: FieldType, _ path: PayloadPath) -> Bool {
        switch (type, value) {
        case (.json, _), (.string, .string), (.bool, .bool): return true
        case (.int32, .number(let text)): return integer(text, Int32.self, path)
        case (.int64, .number(let text)): return integer(text, Int64.self, path)
        case (.uint64, .number(let text)): return integer(text, UInt64.self, path)
        case (.double, .number(let text)):
            guard ExactNumber(text) != nil, let double = Double(text), double.isFinite else {
                return refuse(.format, path, "the number is not a finite double")
            }
            return true
        case (.uint256, .string(let text)):
            return TextFormat.isUInt256(text)
                || refuse(.format, path, "must be a text of decimal digits without leading zeros, at most 2^256-1")
        case (.decimal, .string(let text)):
            return TextFormat.isDecimal(text)
                || refuse(.format, path, "must be a decimal number as a text, e.g. \"-12.50\"")
        case (.bytes, .string(let text)):
            return TextFormat.base64Count(text) != nil
                || refuse(.format, path, "must be base64 with padding (RFC 4648)")
        case (.uuid, .string(let text)):
            return TextFormat.isUUID(text)
                || refuse(.format, path, "must be a UUID, e.g. 01890a5d-ac96-774b-bcce-b302099a8057")
        case (.uri, .string(let text)):
            return TextFormat.isURI(text)
                || refuse(.format, path, "must be an absolute URI, e.g. https://example.com/a")
        case (.date, .string(let text)):
            return TextFormat.isDate(text) || refuse(.format, path, "must be a date, YYYY-MM-DD")
        case (.timestamp, .string(let text)):
            return Instant.microseconds(text) != nil
                || refuse(
                    .format, path,
                    "must be an instant by RFC 3339 with Z or an offset, e.g. 2027-06-30T12:00:00Z, in the years 0000 to 9999 (UTC)"
                )
        case (.duration, .string(let text)):
            return TextFormat.isDuration(text) || refuse(.format, path, "must be an ISO 8601 duration, e.g. PT90S")
        case (.object(let fields), .object(let members)):
            object(members, fields, path, owner: "the object")
            return true
        case (.array(let item), .array(let values)):
            for (index, element) in values.enumerated() { self.value(element, item, path.appending(.index(index))) }
            return true
        case (.map(let entry), .object(let members)):
            map(members, entry, path)
            return true
        case (.enumeration(let enumeration), .string(let text)): return listed(text, enumeration, path)
        case (.union(let union), .object(let members)):
            self.union(members, union, path)
            return true
        case (.constant(let constant), _):
            return value.equals(constant.value)
                || refuse(.constant, path, "must be the constant \(constant.value.json)")
        default: return refuse(.type, path, "expected \(type.article), found \(value.kindPhrase)")
        }
    }

    private mutating func refuse(_ rule: PayloadViolation.Rule, _ path: PayloadPath, _ message: String) -> Bool {
        report(rule, path, message)
        return false
    }

    private mutating func integer<Number: FixedWidthInteger>(
        _ text: String, _: Number.Type, _ path: PayloadPath
    ) -> Bool {
        guard ExactNumber(text) != nil, text.utf8.allSatisfy({ $0 == 0x2D || $0 &- 0x30 < 10 }) else {
            return refuse(.format, path, "must be a whole number, without fraction or exponent")
        }
        return Number(text) != nil || refuse(.format, path, "must be between \(Number.min) and \(Number.max)")
    }

    private mutating func map(_ members: [CatalogueValue.Member], _ entry: ValueDefinition, _ path: PayloadPath) {
        var seen: Set<Bytewise> = []
        for member in members {
            let place = path.appending(.key(member.name))
            guard seen.insert(Bytewise(member.name)).inserted else {
                report(.duplicate, place, "the key is there twice")
                continue
            }
            value(member.value, entry, place)
        }
    }

    private mutating func listed(_ text: String, _ enumeration: EnumDefinition, _ path: PayloadPath) -> Bool {
        if enumeration.isOpen || enumeration.values.contains(where: { Bytewise($0.name) == Bytewise(text) }) {
            return true
        }
        let names = enumeration.values.map(\.name)
        return refuse(
            .enumeration, path,
            "must be one of \(names.joined(separator: ", "))\(Suggestion.phrase(for: text, among: names))")
    }

    private mutating func union(_ members: [CatalogueValue.Member], _ union: UnionDefinition, _ path: PayloadPath) {
        let place = path.appending(.key(union.discriminator))
        let names = union.cases.map(\.name).joined(separator: ", ")
        let key = Bytewise(union.discriminator)
        guard case .string(let name) = members.first(where: { Bytewise($0.name) == key })?.value else {
            return report(.discriminator, place, "must be there and say which of \(names) the object is")
        }
        guard let chosen = union.cases.first(where: { Bytewise($0.name) == Bytewise(name) }) else {
            return report(.discriminator, place, "must be one of \(names)")
        }
        object(members, chosen.fields, path, owner: "the case `\(name)`", extraKey: union.discriminator)
    }

    // MARK: Constraints

    private mutating func constraints(
        _ value: CatalogueValue, _ constraints: Constraints, _ type: FieldType?, _ path: PayloadPath
    ) {
        guard !constraints.isEmpty else { return }
        switch value {
        case .number(let text): number(text, constraints, path)
        case .string(let text):
            if case .uint256 = type { return number(text, constraints, path) }
            if case .decimal = type { return number(text, constraints, path) }
            self.text(text, constraints, type, path)
        case .array(let items):
            count(items.count, constraints, path, "items")
            if constraints.uniqueItems, Set(items.map { ValueIdentity($0) }).count != items.count {
                report(.uniqueItems, path, "the items must differ from each other")
            }
        case .object(let members):
            count(members.count, constraints, path, "entries")
            guard let pattern = constraints.keyPattern, let automaton = patterns.automata[pattern] else { return }
            for member in members where !automaton.matches(member.name.utf8) {
                report(.keyPattern, path.appending(.key(member.name)), "the key does not match \(pattern)")
            }
        case .null, .bool: return
        }
    }

    private mutating func number(_ text: String, _ constraints: Constraints, _ path: PayloadPath) {
        guard let number = ExactNumber(text) else { return }
        if let bound = constraints.minimum, let limit = ExactNumber(bound), number < limit {
            report(.minimum, path, "must be at least \(bound)")
        }
        if let bound = constraints.maximum, let limit = ExactNumber(bound), number > limit {
            report(.maximum, path, "must be at most \(bound)")
        }
        if let bound = constraints.exclusiveMinimum, let limit = ExactNumber(bound), number <= limit {
            report(.exclusiveMinimum, path, "must be above \(bound)")
        }
        if let bound = constraints.exclusiveMaximum, let limit = ExactNumber(bound), number >= limit {
            report(.exclusiveMaximum, path, "must be below \(bound)")
        }
        if let bound = constraints.multipleOf, let step = ExactNumber(bound), !number.isMultiple(of: step) {
            report(.multipleOf, path, "must be a multiple of \(bound)")
        }
    }

    private mutating func text(
        _ text: String, _ constraints: Constraints, _ type: FieldType?, _ path: PayloadPath
    ) {
        var length = text.unicodeScalars.count
        var unit = "characters"
        if case .bytes = type {
            length = TextFormat.base64Count(text) ?? 0
            unit = "bytes"
        }
        if let least = constraints.minLength, length < least {
            report(.minLength, path, "must have at least \(least) \(unit), has \(length)")
        }
        if let most = constraints.maxLength, length > most {
            report(.maxLength, path, "must have at most \(most) \(unit), has \(length)")
        }
        if let pattern = constraints.pattern, let automaton = patterns.automata[pattern], !automaton.matches(text.utf8)
        {
            report(.pattern, path, "does not match \(pattern)")
        }
    }

    private mutating func count(_ count: Int, _ constraints: Constraints, _ path: PayloadPath, _ unit: String) {
        if let least = constraints.minItems, count < least {
            report(.minItems, path, "must have at least \(least) \(unit), has \(count)")
        }
        if let most = constraints.maxItems, count > most {
            report(.maxItems, path, "must have at most \(most) \(unit), has \(count)")
        }
    }
}
