import YAMLReader

extension CatalogueChecker {
    /// Templates name fields that every event has.
    func checkTemplates() {
        for event in catalogue.events {
            if let aggregate = event.aggregate {
                checkTemplate(aggregate.id, event, "`aggregate.id`")
                if !NameShape.plain.accepts(aggregate.type) {
                    diagnostics.report(
                        .nameUsable, at: aggregate.location,
                        "the aggregate's type `\(aggregate.type)` must be \(NameShape.plain.words)")
                }
                if aggregate.id.fields.isEmpty {
                    diagnostics.report(
                        .templateFieldRequired, at: aggregate.id.location,
                        "`aggregate.id` names no field, so all events would be about one thing; write e.g. \"{model_id}\""
                    )
                }
            }
            guard let key = event.idempotencyKey else { continue }
            checkTemplate(key.template, event, "`idempotency_key`")
            if key.window <= .zero {
                diagnostics.report(.streamSettings, at: key.location, "the idempotency key's `window` must be above 0")
            }
            let covered = Set(key.template.fields)
            for field in event.aggregate?.id.fields ?? [] where !covered.contains(field) {
                diagnostics.report(
                    .idempotencyKeyCoversAggregate, at: key.template.location,
                    "the idempotency key must contain `{\(field)}` as aggregate.id does: otherwise two aggregates can "
                        + "have the same key in different partitions")
            }
        }
    }

    func checkTemplate(_ template: Template, _ event: EventDefinition, _ subject: String) {
        for name in template.fields {
            guard let field = event.field(named: name) else {
                let meant = Suggestion.phrase(for: name, among: event.fields.map(\.name))
                diagnostics.report(
                    .referenceExists, at: template.location,
                    "\(subject) names the field `\(name)`, which `\(event.name)` does not have\(meant)")
                continue
            }
            if !field.isRequiredAndNonNull {
                diagnostics.report(
                    .templateFieldRequired, at: template.location,
                    "\(subject) names `\(name)`, which may be absent or null; make the field required and not nullable")
            }
            if let type = types.resolved(field.type), !Self.isUsableInTemplate(type) {
                diagnostics.report(
                    .templateFieldRequired, at: template.location,
                    "\(subject) names `\(name)`, whose type \(type.word) has no one way to be written; use a text or a "
                        + "whole number")
            }
        }
    }

    /// Types with exactly one text for each value.
    private static func isUsableInTemplate(_ type: FieldType) -> Bool {
        switch type {
        case .double, .json, .object, .array, .map, .union, .named: false
        case .constant(let constant): constant.of != .double
        default: true
        }
    }

    /// Examples are whole payloads that could be published.
    func checkExamples() {
        for event in catalogue.events {
            for example in event.examples {
                guard example.node.mapping != nil else {
                    diagnostics.report(
                        .exampleValid, at: example.node.location,
                        "the example `\(example.name)` must be a whole payload")
                    continue
                }
                let violations = payloads.violations(of: example.value, in: event)
                report(violations, .exampleValid, "the example `\(example.name)`", example.node)
            }
        }
    }
}
