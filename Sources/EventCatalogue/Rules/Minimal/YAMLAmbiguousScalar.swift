import YAMLReader

/// Texts that other readers of YAML take for something else stand in quotes.
enum YAMLAmbiguousScalar: CheckedRule {
    static let id: RuleID = "YAML_AMBIGUOUS_SCALAR"
    static let severity = Diagnostic.Severity.warning
    static let summary = """
        A text that looks like a boolean, a number, a date or nothing (`no`, `on`, `1.0`, `0x10`, `1e3`, `2027-06-30`) stands \
        in quotes. Here it is read as the text that it is, but people and other readers of YAML take it for something else. \
        Dates and versions are exempt where nothing else can stand.
        """
    static let failing: RuleExample = """
        types:
          Country: { type: enum, values: [de, no, se] }
        """
    static let passing: RuleExample = """
        types:
          Country: { type: enum, values: [de, "no", se] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let walk = ScalarWalk(types: context.types, report: report)
        for value in context.values { for node in value.exampleNodes { walk.visit(node, as: value.type) } }
        for field in context.fields { if let node = field.defaultNode { walk.visit(node, as: field.type) } }
        for event in context.catalogue.events {
            for example in event.examples { walk.visit(example.node, fields: event.fields) }
        }
    }

    /// What to say of a scalar that is read as a text; `nil` where nobody can misread it.
    static func warning(_ scalar: YAMLScalar) -> String? {
        guard scalar.style == .plain, let kind = AmbiguousText.kind(of: scalar.text) else { return nil }
        return "`\(scalar.text)` is read as a text here, and by others as \(kind); write \"\(scalar.text)\""
    }
}

/// Goes through written values along with the types that they are read by.
private struct ScalarWalk {
    let types: TypeTable
    let report: RuleReport

    func visit(_ node: YAMLNode, as type: FieldType) {
        switch types.resolved(type) {
        case .string, .uint256, .decimal, .bytes, .uuid, .uri, .duration, .enumeration: check(node)
        case .object(let fields): visit(node, fields: fields)
        case .array(let item): for element in node.sequence ?? [] { visit(element, as: item.type) }
        case .map(let entry): for pair in node.mapping ?? [] { visit(pair.value, as: entry.type) }
        case .union(let union):
            let name = node[union.discriminator]?.scalar?.text
            visit(node, fields: union.cases.first { $0.name == name }?.fields ?? [])
            if let discriminator = node[union.discriminator] { check(discriminator) }
        case .constant(let constant): visit(node, as: constant.of)
        case .json: visitJSON(node)
        case .bool, .int32, .int64, .uint64, .double, .date, .timestamp, .named, nil: break
        }
    }

    func visit(_ node: YAMLNode, fields: [FieldDefinition]) {
        for pair in node.mapping ?? [] {
            guard let field = fields.first(where: { $0.name == pair.key }) else { continue }
            visit(pair.value, as: field.type)
        }
    }

    /// Where any JSON may stand, booleans and numbers are meant as what they look like.
    private func visitJSON(_ node: YAMLNode) {
        for item in node.sequence ?? [] { visitJSON(item) }
        for pair in node.mapping ?? [] { visitJSON(pair.value) }
        if case .string = ValueConverter.json(node) { check(node) }
    }

    private func check(_ node: YAMLNode) {
        guard !node.isNull, let warning = node.scalar.flatMap(YAMLAmbiguousScalar.warning) else { return }
        report(at: node.location, warning)
    }
}
