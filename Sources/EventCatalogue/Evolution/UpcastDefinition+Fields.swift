import YAMLReader

extension UpcastDefinition {
    /// The fields that payloads have after the steps, given those that they had before, by the definitions that what is
    /// written then satisfies.
    ///
    /// A step for a field that there is not changes nothing, as when it is taken.
    /// - Parameters:
    ///   - old: The fields of the event's version before the steps.
    ///   - resolve: What a type of that version stands for once names are followed; `nil` where it is unknown.
    package func fields(
        after old: [FieldDefinition], resolving resolve: @escaping (FieldType) -> FieldType? = { $0 }
    ) -> [FieldDefinition] {
        var fields = UpcastFields(fields: old, resolve: resolve)
        for step in steps { fields.take(step) }
        return fields.fields
    }
}

/// The fields of an event while steps change them.
private struct UpcastFields {
    var fields: [FieldDefinition]
    let resolve: (FieldType) -> FieldType?

    mutating func take(_ step: UpcastDefinition.Step) {
        switch step.change {
        case .rename(let from, let to): rename(from, to)
        case .setDefault(let name, let value): setDefault(name, value, step.location)
        case .constant(let name, let value): set(.holding(value, as: name, step.location))
        case .drop(let name): fields.removeAll { $0.name == name }
        case .mapEnum(let name, let values, let otherwise): mapEnum(name, values, otherwise)
        case .split(let name, let template): split(name, template, step.location)
        case .merge(let name, let template): merge(name, template, step.location)
        }
    }

    private func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// Puts a field at the place of the one of its name, else at the end.
    private mutating func set(_ field: FieldDefinition) {
        if let index = index(of: field.name) { fields[index] = field } else { fields.append(field) }
    }

    private mutating func rename(_ from: String, _ to: String) {
        guard from != to, index(of: from) != nil else { return }
        fields.removeAll { $0.name == to }
        guard let index = index(of: from) else { return }
        fields[index].name = to
    }

    private mutating func setDefault(_ name: String, _ value: CatalogueValue, _ location: SourceLocation) {
        guard let index = index(of: name) else { return set(.holding(value, as: name, location)) }
        fields[index].presence = .required
        if value == .null { fields[index].isNullable = true }
    }

    private mutating func mapEnum(_ name: String, _ values: [CatalogueValue.Member], _ otherwise: String?) {
        guard let index = index(of: name) else { return }
        // Only texts are mapped.
        switch resolve(fields[index].type) {
        case .string, .enumeration: break
        default: return
        }
        var known: [String] = []
        var isOpen = false
        if otherwise == nil {
            // A value that is not listed stays, so a text of any kind stays a text.
            guard case .enumeration(let old)? = resolve(fields[index].type) else { return }
            let listed = Set(values.map(\.name))
            known = old.values.map(\.name).filter { !listed.contains($0) }
            isOpen = old.isOpen
        }
        for value in values {
            if case .string(let text) = value.value { known.append(text) }
        }
        if let otherwise { known.append(otherwise) }
        var seen: Set<String> = []
        let location = fields[index].location
        let mapped = known.filter { seen.insert($0).inserted }.map { EnumValue(name: $0, location: location) }
        fields[index].value = ValueDefinition(
            .enumeration(EnumDefinition(isOpen: isOpen, values: mapped)), at: fields[index].value.location)
    }

    private mutating func split(_ name: String, _ template: Template, _ location: SourceLocation) {
        guard let index = index(of: name) else { return }
        let whole = fields.remove(at: index)
        for part in template.fields {
            set(.text(part, whole.isRequiredAndNonNull ? .required : .optional, location))
        }
    }

    private mutating func merge(_ name: String, _ template: Template, _ location: SourceLocation) {
        let parts = template.fields.map { part in fields.first { $0.name == part } }
        if parts.allSatisfy({ $0?.isRequiredAndNonNull == true }) {
            set(.text(name, .required, location))
        } else if index(of: name) == nil, parts.allSatisfy({ $0 != nil }) {
            set(.text(name, .optional, location))
        }
    }
}

extension FieldDefinition {
    /// A field without particulars.
    fileprivate init(
        _ name: String, _ presence: Presence, isNullable: Bool = false, _ type: FieldType, _ location: SourceLocation
    ) {
        self.init(
            name: name, presence: presence, isNullable: isNullable, value: ValueDefinition(type, at: location),
            location: location)
    }

    fileprivate static func text(_ name: String, _ presence: Presence, _ location: SourceLocation) -> Self {
        Self(name, presence, .string, location)
    }

    /// A field that always holds one value.
    fileprivate static func holding(_ value: CatalogueValue, as name: String, _ location: SourceLocation) -> Self {
        let scalar: FieldType?
        switch value {
        case .string: scalar = .string
        case .bool: scalar = .bool
        case .number(let text): scalar = Int64(text) == nil ? .double : .int64
        case .null, .array, .object: scalar = nil
        }
        let type = scalar.map { FieldType.constant(ConstantDefinition(value: value, of: $0)) } ?? .json
        return Self(name, .required, isNullable: value == .null, type, location)
    }
}

extension ValueDefinition {
    /// A value of which nothing but its type is known.
    fileprivate init(_ type: FieldType, at location: SourceLocation) {
        self.init(
            type: type, constraints: Constraints(), examples: [], location: location, typeLocation: location)
    }
}
