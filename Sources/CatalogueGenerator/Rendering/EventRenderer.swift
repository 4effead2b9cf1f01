import EventCatalogue

/// An event of the catalogue as a struct, and its declaration.
struct EventRenderer {
    let event: EventDefinition
    let invariants: [CheckedInvariant]
    let names: CatalogueNames
    let catalogue: Catalogue
    /// The fields of which anything is not shown in logs.
    let hiddenFields: [String]

    private var swiftName: String { names.swiftEvents[event.name] ?? event.name }
    private var declaration: String { names.declarations[event.name] ?? event.name }

    var rendering: Rendering {
        var documentation = SwiftText.documentation([event.summary])
        let description = SwiftText.documentation([event.description])
        if !documentation.isEmpty, !description.isEmpty { documentation.append("///") }
        documentation += description
        if let deprecation = event.deprecation { documentation.append(StructRenderer.deprecated(deprecation.message)) }
        var renderer = StructRenderer(
            name: swiftName, conformance: "Event", documentation: documentation, fields: event.fields, names: names)
        renderer.extraMembers = members
        let checks = checks(renderer.fields)
        renderer.extraChecks = checks.lines
        var rendering = renderer.rendering
        rendering.problems += checks.problems
        return rendering
    }

    /// The statements that hold an event to its invariants.
    private func checks(_ fields: [FieldPlan]) -> Rendering {
        var rendering = Rendering(lines: [])
        for invariant in invariants {
            do throws(GenerationProblem) {
                let access = SwiftFieldAccess(
                    fields: fields, names: names, location: invariant.definition.ruleLocation)
                let violation = try SwiftExpression.violation(of: invariant.expression, access: access)
                rendering.lines += [
                    "if \(violation) {",
                    "    throw InvalidPayload(path: \"$\", rule: .invariant, message: "
                        + "\(SwiftText.literal(invariant.message)))",
                    "}",
                ]
            } catch {
                rendering.problems.append(error)
            }
        }
        return rendering
    }

    private func members(_ fields: [FieldPlan]) -> [String] {
        var lines = ["public static var declaration: EventDeclaration { .\(declaration) }"]
        let aggregate = event.aggregate.map { text($0.id, fields) } ?? "\"\""
        lines.append("public var aggregateID: String { \(aggregate) }")
        if let key = event.idempotencyKey {
            lines.append("public var idempotencyKey: String? { \(text(key.template, fields)) }")
        }
        return lines
    }

    /// A template as a string with its fields filled in.
    private func text(_ template: Template, _ fields: [FieldPlan]) -> String {
        var pieces: [String] = []
        for segment in template.segments {
            switch segment {
            case .literal(let literal): pieces.append(String(SwiftText.literal(literal).dropFirst().dropLast()))
            case .field(let name):
                guard let field = fields.first(where: { $0.wireName == name }) else { continue }
                if field.value.isText, field.value.constant == nil, template.segments.count == 1 { return field.stored }
                pieces.append(
                    field.value.text(
                        field.value.constant == nil ? field.stored : "self." + SwiftName.quoted(field.property)))
            }
        }
        return "\"\(pieces.joined())\""
    }

    /// The event's declaration as a static member.
    var declarationLines: [String] {
        var items = ["catalogue: \(SwiftText.literal(catalogue.id))", "type: \(SwiftText.literal(event.name))"]
        if !event.aliases.isEmpty {
            items.append("aliases: [\(event.aliases.map { SwiftText.literal($0.name) }.joined(separator: ", "))]")
        }
        items.append("version: \"\(event.version)\"")
        items.append("stream: .\(names.streams[event.stream.name] ?? event.stream.name)")
        let history = event.aggregate?.keepsHistory == true ? "kept" : "none"
        let type = SwiftText.literal(event.aggregate?.type ?? event.name)
        items.append("aggregate: AggregateDeclaration(type: \(type), history: .\(history))")
        if let key = event.idempotencyKey {
            items.append("idempotencyWindow: \(DurationText.expression(key.window))")
        }
        items += RouteText.items(of: event, in: catalogue)
        if !hiddenFields.isEmpty {
            items.append("hiddenFields: [\(hiddenFields.map { SwiftText.literal($0) }.joined(separator: ", "))]")
        }
        items += UpcastText.items(event.upcasts)
        return SwiftText.list("static let \(declaration) = EventDeclaration(", items, ")", indent: 4)
    }
}
