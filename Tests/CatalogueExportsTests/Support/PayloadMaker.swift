import EventCatalogue

/// Makes payloads that are mostly as an event declares them, and now and then not.
struct PayloadMaker<Random: RandomNumberGenerator> {
    let catalogue: EventCatalogue.Catalogue
    let checker: PayloadChecker
    var random: Random
    /// How often of a hundred times something is wrong: a value of another kind, a field that is missing or unheard of.
    let faults: Int

    mutating func payload(of event: EventDefinition) -> CatalogueValue {
        object(event.fields, depth: 0, extra: [])
    }

    private mutating func chance(_ percentage: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percentage }

    private mutating func one<Element>(of list: [Element]) -> Element {
        list[Int.random(in: 0..<list.count, using: &random)]
    }

    private mutating func object(
        _ fields: [FieldDefinition], depth: Int, extra: [CatalogueValue.Member]
    ) -> CatalogueValue {
        var members = extra
        for field in fields {
            let isLeftOut = field.presence == .required ? chance(faults) : chance(40 + depth * 20)
            if isLeftOut { continue }
            let isNull = field.isNullable ? chance(20) : chance(faults)
            members.append(.init(field.name, isNull ? .null : value(field.value, depth: depth)))
        }
        if chance(faults) { members.append(.init("unheard_of", .number("1"))) }
        return .object(members)
    }

    private mutating func value(_ definition: ValueDefinition, depth: Int) -> CatalogueValue {
        if chance(faults) { return one(of: Self.strays) }
        switch definition.type {
        case .named(let name):
            guard let type = catalogue.type(named: name) else { return .null }
            return value(type.value, depth: depth + 1)
        case .object(let fields): return object(fields, depth: depth + 1, extra: [])
        case .array(let item):
            return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(item, depth: depth + 1) })
        case .map(let entry):
            let keys = Array(
                ["a", "bc", "Z9", "é", ""].shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
            return .object(keys.map { .init($0, value(entry, depth: depth + 1)) })
        case .union(let union):
            guard !chance(faults) else { return .object([.init(union.discriminator, .string("unheard_of"))]) }
            let chosen = one(of: union.cases)
            let name = CatalogueValue.Member(union.discriminator, .string(chosen.name))
            return object(chosen.fields, depth: depth + 1, extra: chance(faults) ? [] : [name])
        case .enumeration(let definition):
            return .string(chance(faults * 2) ? "unheard_of" : one(of: definition.values).name)
        case .constant(let constant): return constant.value
        case .json: return one(of: Self.strays)
        default: return scalar(definition)
        }
    }

    /// Mostly one that the type's own constraints accept.
    private mutating func scalar(_ definition: ValueDefinition) -> CatalogueValue {
        let samples = Self.samples[definition.type.word] ?? ["x"]
        let wanted = CatalogueValue.scalar(one(of: samples), definition.type)
        guard !chance(faults) else { return wanted }
        let fitting =
            definition.examples
            + samples.map { CatalogueValue.scalar($0, definition.type) }
            .filter { checker.violations(of: $0, as: definition).isEmpty }
        return fitting.isEmpty ? wanted : one(of: fitting)
    }

    private static var strays: [CatalogueValue] {
        [
            .null, .bool(true), .number("0"), .number("-7"), .number("1.5"), .number("99999999999999999999"),
            .string(""),
            .string("AB-1"), .string("12"), .array([]), .array([.number("1")]), .array([.null]), .object([]),
            .object([.init("kind", .string("dot"))]),
        ]
    }

    /// Texts of each type, right and nearly right ones.
    private static var samples: [String: [String]] {
        [
            "string": [
                "a", "ab", "abcde", "AB-1", "AB-12345", "AAAA", "aa", "\u{1F600}\u{1F600}", "x.5", "x. ", "a\u{2028}b",
                "axb", "-/\"", "é.١",
            ],
            "int32": ["-10", "-5", "0", "5", "95", "100", "3", "2147483647", "2147483648"],
            "int64": ["0", "1", "9007199254740993", "9007199254740994", "9223372036854775807", "9223372036854775808"],
            "uint64": ["0", "2", "3", "18446744073709551615", "18446744073709551616", "-1"],
            "double": ["0", "-1.5", "-1.0", "0.5", "2.5", "2.6", "0.3", "1e2", "100.5"],
            "uint256": ["0", "1000", "1001", "01", "-1", "1e3", "", String(repeating: "9", count: 77)],
            "decimal": ["0", "-12.50", "10.5", "10.4", ".5", "1.", "1e3", "+1", "0.49"],
            "bytes": [
                "", "AA==", "AAA=", "AAAA", "AAAAAA==", "AAAAAAA=", "AAAAAAAA", "AA", "A A=", "====", "AAAA====",
            ],
            "uuid": [
                "01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d",
                "g1890a5d-ac96-774b-bcce-b302099a8057",
            ],
            "uri": [
                "https://example.com/a", "http://example.com", "https:%41", "https:%4", "https:", "https:a b", "1a:b",
                "https://example.com/" + String(repeating: "a", count: 20),
            ],
            "date": [
                "2027-06-30", "2027-06-31", "2024-02-29", "2023-02-29", "2100-02-29", "2000-02-29", "2027-13-01",
                "27-06-30", "2027-00-10", "0000-01-01",
            ],
            "timestamp": [
                "2027-06-30T12:00:00Z", "2027-06-30t12:00:00z", "2027-06-30T12:00:00.123456789Z",
                "2027-06-30T12:00:00.1234567890Z",
                "2027-06-30T12:00:60Z", "2027-06-30T24:00:00Z", "2027-06-30T12:00:00+02:00",
                "2027-06-30T12:00:00-23:59", "2027-06-30T12:00:00+24:00",
                "2027-06-30T12:00:00", "2027-06-30 12:00:00Z", "2023-02-29T12:00:00Z", "2027-06-30T12:00:00.Z",
            ],
            "duration": [
                "PT0S", "P2W", "P1Y2M3DT4H5M6.5S", "P1M", "PT1M", "P", "PT", "P1DT", "P1D1M", "PT1.5H",
                "PT6.1234567890S", "P1W2D", "p1d",
            ],
        ]
    }
}

extension CatalogueValue {
    /// A sample as the kind of value that the type has in JSON.
    fileprivate static func scalar(_ sample: String, _ type: FieldType) -> CatalogueValue {
        switch type {
        case .int32, .int64, .uint64, .double: .number(sample)
        case .bool: .bool(true)
        default: .string(sample)
        }
    }
}
