import EventCatalogue

/// Decides what each type of the catalogue is called and how the table describes it.
struct LanguagePlanner {
    let catalogue: Catalogue
    /// Declarations by the name of the catalogue's type.
    let typeNames: [String: String]
    /// Records by the name of the event.
    let eventNames: [String: String]
    /// Descriptions of named types.
    private(set) var types: [CatalogueValue.Member] = []
    /// Descriptions of records.
    private(set) var records: [CatalogueValue.Member] = []
    /// The tables of patterns, by the pattern.
    private(set) var patterns: [CatalogueValue.Member] = []
    private var declarations: [LanguageDeclaration] = []
    private var taken: Set<String>
    private let typeTable: TypeTable
    private var seenPatterns: Set<String> = []

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        taken = Self.reserved
        typeTable = TypeTable(catalogue.types)
        var typeNames: [String: String] = [:]
        for type in catalogue.types {
            typeNames[type.name] = Self.unique(LanguageText.pascalCase(type.name), "Value", &taken)
        }
        var eventNames: [String: String] = [:]
        for event in catalogue.events {
            let name = LanguageText.pascalCase(event.name)
            eventNames[event.name] = Self.unique(
                Self.readers.contains(name) ? name + "Event" : name, "Event", &taken)
        }
        self.typeNames = typeNames
        self.eventNames = eventNames
    }

    /// Names that generated code uses for something else.
    private static let reserved: Set<String> = [
        "Any", "Array", "BigInt", "Boolean", "ChannelSubscriber", "ClassVar", "CommandSender", "Date", "Dict", "EVENTS",
        "Enum", "Error", "Event", "EventName", "Events", "False", "Function", "InvalidPayload", "Json", "List",
        "LogEntry", "LogReader", "Map", "None", "Number", "Object", "OpenEnum", "Optional", "Promise", "PublishContext",
        "PublishError", "Publisher", "Readonly", "Receipt", "Received", "Record", "Reject", "Set", "String",
        "Subscription", "Symbol", "True", "Type", "Uint8Array", "Union", "UnknownFields", "WorkQueue",
    ]

    /// What packages have a reader of already: `readEntry` reads an entry of the log.
    private static let readers: Set<String> = ["CloudEvent", "Entry", "Envelope", "Message", "Payload"]

    private static func unique(_ name: String, _ suffix: String, _ taken: inout Set<String>) -> String {
        if taken.insert(name).inserted { return name }
        var candidate = name + suffix
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(name)\(suffix)\(number)"
            number += 1
        }
        return candidate
    }

    // MARK: Declarations

    /// Plans what a file declares.
    mutating func file(_ file: CatalogueFile) -> LanguageFile {
        declarations = []
        for type in catalogue.types(in: file) { add(type) }
        for event in catalogue.events(in: file) { add(event) }
        return LanguageFile(name: file.name, declarations: declarations)
    }

    private mutating func add(_ type: TypeDefinition) {
        let name = typeNames[type.name] ?? type.name
        let deprecation = type.deprecation.map { "Deprecated: \($0.message)" }
        let documentation = [type.value.description, type.value.unit.map { "Unit: \($0)." }, deprecation]
            .compactMap(\.self).flatMap(LanguageText.lines)
        let (planned, node) = plan(type.value, name: name, documentation: documentation)
        if planned != .declared(name) { declarations.append(.alias(name: name, planned, documentation: documentation)) }
        types.append(CatalogueValue.Member(type.name, node))
    }

    private mutating func add(_ event: EventDefinition) {
        let deprecation = event.deprecation.map { $0.message.isEmpty ? "Deprecated." : "Deprecated: \($0.message)." }
        let documentation = [event.summary, event.description, deprecation].compactMap(\.self)
            .flatMap(LanguageText.lines)
        record(eventNames[event.name] ?? event.name, event.fields, documentation: documentation, event: event)
    }

    private mutating func record(
        _ name: String, _ fields: [FieldDefinition], documentation: [String],
        discriminator: LanguageRecord.Discriminator? = nil, event: EventDefinition? = nil
    ) {
        var planned: [LanguageField] = []
        var members: [CatalogueValue] = []
        for field in fields {
            let (type, node) = plan(field.value, hint: name + LanguageText.pascalCase(field.name))
            let absence = absence(of: field)
            planned.append(LanguageField(definition: field, type: type, absence: absence))
            var member = [
                CatalogueValue.Member("name", .string(field.name)),
                CatalogueValue.Member("absence", .string(absence.rawValue)), CatalogueValue.Member("value", node),
            ]
            if field.presence == .required { member.append(CatalogueValue.Member("required", .bool(true))) }
            if field.isNullable { member.append(CatalogueValue.Member("nullable", .bool(true))) }
            if let value = field.defaultValue, value != .null {
                member.append(CatalogueValue.Member("default", .string(value.json)))
            }
            members.append(.object(member))
        }
        var description = [CatalogueValue.Member("fields", .array(members))]
        if let discriminator {
            description.append(
                CatalogueValue.Member(
                    "discriminator", .array([.string(discriminator.key), .string(discriminator.value)])))
        }
        records.append(CatalogueValue.Member(name, .object(description)))
        declarations.append(
            .record(
                LanguageRecord(
                    name: name, documentation: documentation, discriminator: discriminator, fields: planned,
                    event: event)))
    }

    private func absence(of field: FieldDefinition) -> LanguageField.Absence {
        let hasDefault = field.defaultValue.map { $0 != .null } ?? false
        switch (field.presence, field.isNullable) {
        case (.required, false): return .never
        case (.required, true): return hasDefault ? .nullOrMissing : .null
        case (.optional, true): return catalogue.defaults.absent == .null || hasDefault ? .nullOrMissing : .missing
        case (.optional, false): return hasDefault ? .never : .missing
        }
    }

    // MARK: Values

    private mutating func plan(_ value: ValueDefinition, hint: String) -> (LanguageType, CatalogueValue) {
        switch value.type {
        case .object, .enumeration, .union:
            let name = Self.unique(hint, "Value", &taken)
            return plan(value, name: name, documentation: value.description.map(LanguageText.lines) ?? [])
        default: return plan(value, name: hint, documentation: [])
        }
    }

    /// - Parameter name: What an object, enum or union is declared as; of other types, what its parts' names begin with.
    private mutating func plan(
        _ value: ValueDefinition, name: String, documentation: [String]
    ) -> (LanguageType, CatalogueValue) {
        switch value.type {
        case .object(let fields):
            record(name, fields, documentation: documentation)
            return (.declared(name), node("object", value, [CatalogueValue.Member("record", .string(name))]))
        case .enumeration(let definition):
            declarations.append(.enumeration(name: name, definition, documentation: documentation))
            let values = definition.values.map { CatalogueValue.string($0.name) }
            return (
                .declared(name),
                node(
                    "enum", value,
                    [
                        CatalogueValue.Member("name", .string(name)),
                        CatalogueValue.Member("open", .bool(definition.isOpen)),
                        CatalogueValue.Member("values", .array(values)),
                    ])
            )
        case .union(let definition): return union(definition, value, name, documentation)
        case .array(let item):
            let (type, inner) = plan(item, hint: name + "Item")
            return (.array(type), node("array", value, [CatalogueValue.Member("items", inner)]))
        case .map(let entry):
            let (type, inner) = plan(entry, hint: name + "Value")
            return (.map(type), node("map", value, [CatalogueValue.Member("values", inner)]))
        case .constant(let constant):
            return (
                .constant(constant),
                node("const", value, [CatalogueValue.Member("value", .string(constant.value.json))])
            )
        case .named(let type):
            let named = node("named", value, [CatalogueValue.Member("name", .string(type))])
            if case .constant(let constant) = typeTable.resolved(value.type) { return (.constant(constant), named) }
            return (.declared(typeNames[type] ?? type), named)
        default: return (.scalar(value.type), node(value.type.word, value, []))
        }
    }

    private mutating func union(
        _ definition: UnionDefinition, _ value: ValueDefinition, _ name: String, _ documentation: [String]
    ) -> (LanguageType, CatalogueValue) {
        var names: [String] = []
        var cases: [CatalogueValue.Member] = []
        for unionCase in definition.cases {
            let record = Self.unique(name + LanguageText.pascalCase(unionCase.name), "Case", &taken)
            self.record(
                record, unionCase.fields, documentation: unionCase.description.map(LanguageText.lines) ?? [],
                discriminator: LanguageRecord.Discriminator(key: definition.discriminator, value: unionCase.name))
            names.append(record)
            cases.append(CatalogueValue.Member(unionCase.name, .string(record)))
        }
        declarations.append(.union(name: name, cases: names, documentation: documentation))
        return (
            .declared(name),
            node(
                "union", value,
                [
                    CatalogueValue.Member("discriminator", .string(definition.discriminator)),
                    CatalogueValue.Member("cases", .object(cases)),
                ])
        )
    }

    private mutating func node(
        _ type: String, _ value: ValueDefinition, _ members: [CatalogueValue.Member]
    ) -> CatalogueValue {
        for pattern in [value.constraints.pattern, value.constraints.keyPattern].compactMap(\.self) { add(pattern) }
        return .object(
            [CatalogueValue.Member("type", .string(type))] + members + ConstraintTable.members(value.constraints))
    }

    private mutating func add(_ pattern: String) {
        guard seenPatterns.insert(pattern).inserted, let table = PatternTables.table(pattern) else { return }
        patterns.append(CatalogueValue.Member(pattern, table))
    }
}
