/// Keys are made from fields that every event has.
enum TemplateFieldRequired: CheckedRule {
    static let id: RuleID = "TEMPLATE_FIELD_REQUIRED"
    static let summary = """
        `aggregate.id` and `idempotency_key` name fields that every event has, not null, and of a type with one way to be \
        written: no doubles, no objects. `aggregate.id` names at least one.
        """
    static let failing: RuleExample = """
        idempotency_key: "{order_id}/{attempt}"
        fields:
          attempt: { type: int32, presence: optional }
        """
    static let passing: RuleExample = """
        idempotency_key: "{order_id}/{attempt}"
        fields:
          attempt: { type: int32 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            if let id = event.aggregate?.id, id.fields.isEmpty {
                report(
                    at: id.location,
                    "`aggregate.id` names no field, so all events would be about one thing; write e.g. \"{model_id}\"")
            }
            for (template, subject) in event.keyTemplates { check(template, subject, event, context, report) }
        }
    }

    private static func check(
        _ template: Template, _ subject: String, _ event: EventDefinition, _ context: RuleContext, _ report: RuleReport
    ) {
        for field in template.fields.compactMap({ event.field(named: $0) }) {
            if !field.isRequiredAndNonNull {
                report(
                    at: template.location,
                    "\(subject) names `\(field.name)`, which may be absent or null; make the field required and not "
                        + "nullable")
            }
            if let type = context.resolved(field.type), !isUsable(type) {
                report(
                    at: template.location,
                    "\(subject) names `\(field.name)`, whose type \(type.word) has no one way to be written; use a text "
                        + "or a whole number")
            }
        }
    }

    /// Types with exactly one text for each value.
    private static func isUsable(_ type: FieldType) -> Bool {
        switch type {
        case .double, .json, .object, .array, .map, .union, .named: false
        case .constant(let constant): constant.of != .double
        default: true
        }
    }
}

extension EventDefinition {
    /// The templates that keys of the event are made by, with what they are called.
    package var keyTemplates: [(template: Template, subject: String)] {
        var templates: [(Template, String)] = []
        if let aggregate { templates.append((aggregate.id, "`aggregate.id`")) }
        if let idempotencyKey { templates.append((idempotencyKey.template, "`idempotency_key`")) }
        return templates
    }
}
