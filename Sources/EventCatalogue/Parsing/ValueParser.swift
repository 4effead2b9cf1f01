import YAMLReader

/// Reads what describes a value: a type with its particulars, constraints and meaning.
struct ValueParser {
    let reader: NodeReader

    /// A value that is one word (`string`) or a mapping (`{ type: string, … }`).
    func value(_ node: YAMLNode, _ subject: String) -> ValueDefinition {
        if node.scalar != nil {
            return ValueDefinition(
                type: simpleType(node, subject), constraints: Constraints(), examples: [], location: node.location,
                typeLocation: node.location)
        }
        var cursor = MappingCursor(node, subject, reader: reader)
        let value = value(&cursor, subject, at: node.location)
        cursor.finish()
        return value
    }

    /// The keys of a value within a mapping that may have more.
    func value(_ cursor: inout MappingCursor, _ subject: String, at location: SourceLocation) -> ValueDefinition {
        let typeNode = cursor.required("type")
        let type: FieldType = typeNode.map { fieldType($0, &cursor, subject) } ?? .json
        var places: [String: SourceLocation] = [:]
        let constraints = self.constraints(&cursor, &places)
        // Without a type nobody can say which constraints belong to it.
        if typeNode == nil { places = [:] }
        return ValueDefinition(
            type: type, constraints: constraints,
            description: cursor.text("description"), unit: cursor.text("unit"),
            examples: [], sensitivity: cursor.choice("sensitivity"), isPersonal: cursor.flag("pii"),
            log: cursor.choice("log"), approvedBy: cursor.text("approved_by"),
            patternRelation: cursor.choice("pattern_relation"), location: location,
            exampleNodes: cursor.list("examples"), typeLocation: typeNode?.location ?? location,
            constraintLocations: places)
    }

    /// The fields of an object, in order.
    func fields(_ pairs: [YAMLPair]) -> [FieldDefinition] {
        pairs.map { pair in
            let subject = "the field `\(pair.key)`"
            guard pair.value.scalar == nil else {
                return FieldDefinition(
                    name: pair.key, presence: .required, isNullable: false, value: value(pair.value, subject),
                    location: pair.keyLocation)
            }
            var cursor = MappingCursor(pair.value, subject, at: pair.keyLocation, reader: reader)
            let presence: FieldDefinition.Presence? = cursor.choice("presence")
            let field = FieldDefinition(
                name: pair.key, presence: presence ?? .required,
                isNullable: cursor.flag("nullable") ?? false,
                value: value(&cursor, subject, at: pair.keyLocation),
                deprecation: deprecation(&cursor), location: pair.keyLocation, defaultNode: cursor.node("default"))
            cursor.finish()
            return field
        }
    }

    /// `deprecated: true`, or its particulars.
    func deprecation(_ cursor: inout MappingCursor) -> Deprecation? {
        guard let node = cursor.node("deprecated") else { return nil }
        if node.scalar != nil {
            return reader.flag(node, "`deprecated`") == true ? Deprecation() : nil
        }
        var particulars = MappingCursor(node, "`deprecated`", reader: reader)
        let result = Deprecation(
            since: particulars.text("since"), sunset: particulars.text("sunset"),
            replacedBy: particulars.text("replaced_by"), reason: particulars.text("reason"))
        particulars.finish()
        return result
    }

    // MARK: Types

    private static let compositeWords = ["object", "array", "map", "enum", "union", "const"]

    /// The words that a type may be besides the names of the catalogue's types.
    static let words = FieldType.words.keys.sorted() + compositeWords

    private func simpleType(_ node: YAMLNode, _ subject: String) -> FieldType {
        guard let word = reader.filledText(node, "the type of \(subject)") else { return .json }
        if let type = FieldType.words[word] { return type }
        if Self.compositeWords.contains(word) {
            reader.diagnostics.report(
                ValueExpected.self, at: node.location,
                "the type `\(word)` needs particulars; write { type: \(word), … }")
            return .json
        }
        return .named(word)
    }

    private func fieldType(_ node: YAMLNode, _ cursor: inout MappingCursor, _ subject: String) -> FieldType {
        switch node.scalar?.text {
        case "object": return .object(fields(required("fields", &cursor)))
        case "array":
            return .array(of: cursor.required("items").map { value($0, "the items of \(subject)") } ?? anything(node))
        case "map":
            return .map(
                values: cursor.required("values").map { value($0, "the values of \(subject)") } ?? anything(node))
        case "enum": return .enumeration(enumeration(&cursor))
        case "union": return .union(union(&cursor))
        case "const": return .constant(constant(&cursor))
        default: return simpleType(node, subject)
        }
    }

    private func required(_ key: String, _ cursor: inout MappingCursor) -> [YAMLPair] {
        cursor.required(key).map { reader.namedPairs($0, "`\(key)`") } ?? []
    }

    private func anything(_ node: YAMLNode) -> ValueDefinition {
        ValueDefinition(
            type: .json, constraints: Constraints(), examples: [], location: node.location, typeLocation: node.location)
    }

    private func enumeration(_ cursor: inout MappingCursor) -> EnumDefinition {
        let isOpen = cursor.flag("open") ?? false
        guard let node = cursor.required("values") else { return EnumDefinition(isOpen: isOpen, values: []) }
        if let items = node.sequence {
            let values = items.compactMap { item in
                reader.name(item, "an enum's value").map { EnumValue(name: $0, location: item.location) }
            }
            return EnumDefinition(isOpen: isOpen, values: values)
        }
        let values = reader.namedPairs(node, "`values`").map { pair in
            var value = MappingCursor(pair.value, "the value `\(pair.key)`", at: pair.keyLocation, reader: reader)
            let result = EnumValue(
                name: pair.key, description: value.text("description"), deprecation: deprecation(&value),
                location: pair.keyLocation)
            value.finish()
            return result
        }
        return EnumDefinition(isOpen: isOpen, values: values)
    }

    private func union(_ cursor: inout MappingCursor) -> UnionDefinition {
        let discriminator = cursor.required("discriminator").flatMap { reader.name($0, "`discriminator`") }
        let cases = required("cases", &cursor).map { pair in
            var inner = MappingCursor(pair.value, "the case `\(pair.key)`", at: pair.keyLocation, reader: reader)
            let result = UnionCase(
                name: pair.key, description: inner.text("description"), fields: fields(inner.named("fields")),
                location: pair.keyLocation)
            inner.finish()
            return result
        }
        return UnionDefinition(discriminator: discriminator ?? "", cases: cases)
    }

    private enum ConstantType: String, CaseIterable {
        case string, bool, int64, double
    }

    private func constant(_ cursor: inout MappingCursor) -> ConstantDefinition {
        let word: ConstantType = cursor.choice("of") ?? .string
        guard let node = cursor.required("value") else {
            return ConstantDefinition(value: .string(""), of: .string)
        }
        switch word {
        case .string:
            if let scalar = node.scalar, !node.isNull { reader.warn(of: scalar, at: node.location) }
            return ConstantDefinition(value: .string(reader.text(node, "`value`") ?? ""), of: .string)
        case .bool: return ConstantDefinition(value: .bool(reader.flag(node, "`value`") ?? false), of: .bool)
        case .int64:
            let value = reader.integer(node, "`value`", in: Int.min...Int.max) ?? 0
            return ConstantDefinition(value: .number(String(value)), of: .int64)
        case .double: return ConstantDefinition(value: .number(reader.number(node, "`value`") ?? "0"), of: .double)
        }
    }

    // MARK: Constraints

    private func constraints(
        _ cursor: inout MappingCursor, _ places: inout [String: SourceLocation]
    ) -> Constraints {
        var result = Constraints()
        let bounds: [(String, WritableKeyPath<Constraints, String?>)] = [
            ("minimum", \.minimum), ("maximum", \.maximum), ("exclusive_minimum", \.exclusiveMinimum),
            ("exclusive_maximum", \.exclusiveMaximum), ("multiple_of", \.multipleOf),
        ]
        for (key, path) in bounds {
            guard let pair = cursor.pair(key) else { continue }
            places[key] = pair.keyLocation
            result[keyPath: path] = bound(pair)
        }
        let counts: [(String, WritableKeyPath<Constraints, Int?>)] = [
            ("min_length", \.minLength), ("max_length", \.maxLength), ("min_items", \.minItems),
            ("max_items", \.maxItems),
        ]
        for (key, path) in counts {
            guard let pair = cursor.pair(key) else { continue }
            places[key] = pair.keyLocation
            result[keyPath: path] = reader.integer(pair.value, "`\(key)`", in: 0...Int.max)
        }
        let patterns: [(String, WritableKeyPath<Constraints, String?>)] = [
            ("pattern", \.pattern), ("key_pattern", \.keyPattern),
        ]
        for (key, path) in patterns {
            guard let pair = cursor.pair(key) else { continue }
            places[key] = pair.keyLocation
            result[keyPath: path] = reader.filledText(pair.value, "`\(key)`")
        }
        if let pair = cursor.pair("unique_items") {
            places["unique_items"] = pair.keyLocation
            result.uniqueItems = reader.flag(pair.value, "`unique_items`") ?? false
        }
        return result
    }

    /// Bounds of `uint256` and `decimal` may be quoted, as their values are texts.
    private func bound(_ pair: YAMLPair) -> String? {
        if let text = pair.value.scalar?.text, let number = ScalarText.number(text) { return number }
        return reader.number(pair.value, "`\(pair.key)`")
    }
}
