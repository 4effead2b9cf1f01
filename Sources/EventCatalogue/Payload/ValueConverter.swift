import YAMLReader

/// Reads a node as the value that its place expects; what does not fit is kept as text for the payload checker to name.
struct ValueConverter {
    let types: TypeTable

    func value(_ node: YAMLNode, as type: FieldType) -> CatalogueValue {
        if node.isNull { return .null }
        switch types.resolved(type) {
        case .string, .uint256, .decimal, .bytes, .uuid, .uri, .date, .timestamp, .duration, .enumeration:
            return node.scalar.map { .string($0.text) } ?? Self.json(node)
        case .bool: return node.scalar.map(Self.bool) ?? Self.json(node)
        case .int32, .int64, .uint64, .double: return node.scalar.map(Self.number) ?? Self.json(node)
        case .object(let fields): return object(node, fields)
        case .array(let item):
            guard let items = node.sequence else { return Self.json(node) }
            return .array(items.map { value($0, as: item.type) })
        case .map(let entry):
            guard let pairs = node.mapping else { return Self.json(node) }
            return .object(pairs.map { CatalogueValue.Member($0.key, value($0.value, as: entry.type)) })
        case .union(let union):
            let name = node[union.discriminator]?.scalar?.text
            return object(node, union.cases.first { $0.name == name }?.fields ?? [], textKey: union.discriminator)
        case .constant(let constant): return value(node, as: constant.of)
        case .json, .named, nil: return Self.json(node)
        }
    }

    /// An event's whole payload, or an object.
    func object(_ node: YAMLNode, _ fields: [FieldDefinition], textKey: String? = nil) -> CatalogueValue {
        guard let pairs = node.mapping else { return Self.json(node) }
        return .object(
            pairs.map { pair in
                if pair.key == textKey { return CatalogueValue.Member(pair.key, value(pair.value, as: .string)) }
                let field = fields.first { $0.name == pair.key }
                return CatalogueValue.Member(
                    pair.key, field.map { value(pair.value, as: $0.type) } ?? Self.json(pair.value))
            })
    }

    /// A node where any JSON may be: the core schema of YAML 1.2, so `no` and `0x10` are texts.
    static func json(_ node: YAMLNode) -> CatalogueValue {
        switch node.content {
        case .sequence(let items): return .array(items.map(json))
        case .mapping(let pairs): return .object(pairs.map { CatalogueValue.Member($0.key, json($0.value)) })
        case .scalar(let scalar):
            if scalar.isNull { return .null }
            guard case .string = bool(scalar) else { return bool(scalar) }
            return ExactNumber(scalar.text) == nil ? .string(scalar.text) : number(scalar)
        }
    }

    private static func bool(_ scalar: YAMLScalar) -> CatalogueValue {
        switch scalar {
        case YAMLScalar(text: "true", style: .plain): .bool(true)
        case YAMLScalar(text: "false", style: .plain): .bool(false)
        default: .string(scalar.text)
        }
    }

    private static func number(_ scalar: YAMLScalar) -> CatalogueValue {
        guard scalar.style == .plain, let text = ScalarText.number(scalar.text) else { return .string(scalar.text) }
        return .number(text)
    }
}
