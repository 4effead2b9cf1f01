/// Upcasts lead to payloads of the event as it is declared now.
enum UpcastFieldsFit: CheckedRule {
    static let id: RuleID = "UPCAST_FIELDS"
    static let summary = """
        A step of `upcasts` can be taken, takes away no field that the event must have, and what it gives is a field of the \
        event, with a value that fits, or is taken by a later step.
        """
    static let failing: RuleExample = """
        version: 2.0.0
        upcasts:
          2: [{ rename: { from: number, to: oder_id } }]
        """
    static let passing: RuleExample = """
        version: 2.0.0
        upcasts:
          2: [{ rename: { from: number, to: order_id } }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where !event.upcasts.isEmpty {
            let check = UpcastStepCheck(event: event, payloads: context.payloads, report: report)
            for (index, step) in event.upcastPath.enumerated() { check.checkStep(step, index) }
        }
    }
}

/// Holds the steps of one event to the rule.
private struct UpcastStepCheck {
    let event: EventDefinition
    let payloads: PayloadChecker
    let report: RuleReport

    func checkStep(_ step: UpcastDefinition.Step, _ index: Int) {
        checkForm(step)
        let path = event.upcastPath
        for name in step.change.takes {
            let ways = path[..<index].last { $0.change.takes.contains(name) || $0.change.gives.contains(name) }
            if let earlier = ways, !earlier.change.gives.contains(name) {
                report(
                    at: step.location,
                    "`\(step.change.word)` takes `\(name)`, which the step at \(earlier.location) has taken away; take "
                        + "this step out")
            }
            let isGivenLater = path[index...].contains { $0.change.gives.contains(name) }
            if let field = event.field(named: name), field.presence == .required, field.defaultValue == nil,
                !isGivenLater
            {
                report(
                    at: step.location,
                    "`\(step.change.word)` takes away `\(name)`, which every `\(event.name)` must have; give it a value "
                        + "by a later step")
            }
        }
        for name in step.change.gives { checkGiven(name, by: step, index) }
    }

    /// What a step gives arrives: as a field of the event with a value that fits, or because a later step takes it.
    private func checkGiven(
        _ name: String, by step: UpcastDefinition.Step, _ index: Int
    ) {
        var name = name
        for later in event.upcastPath[(index + 1)...] {
            switch later.change {
            case .rename(from: name, let to): name = to
            case .merge(_, let template) where template.fields.contains(name): return
            // A default leaves what is there.
            case .setDefault: continue
            case let change where change.takes.contains(name) || change.gives.contains(name): return
            default: continue
            }
        }
        guard let field = event.field(named: name) else {
            let meant = Suggestion.phrase(for: name, among: event.fields.map(\.name))
            report(
                at: step.location,
                "`\(step.change.word)` leads to the field `\(name)`, which `\(event.name)` \(event.version) does not "
                    + "have\(meant); declare it, or drop it by a later step")
            return
        }
        for value in step.change.values {
            for violation in payloads.violations(of: value, as: field) {
                let place = violation.path.steps.isEmpty ? "" : " at \(violation.path)"
                report(
                    at: step.location,
                    "the value that `\(step.change.word)` gives `\(name)` does not fit\(place): \(violation.message)")
            }
        }
    }

    /// A step can be taken at all.
    private func checkForm(_ step: UpcastDefinition.Step) {
        let refuse = { (message: String) in report(at: step.location, message) }
        for name in step.change.takes + step.change.gives where !NameShape.field.accepts(name) {
            refuse("`\(name)` cannot be a field: a field's name is \(NameShape.field.words)")
        }
        switch step.change {
        case .rename(let from, let to):
            if from == to { refuse("`rename` of `\(from)` to itself changes nothing; take the step out") }
        case .mapEnum(let field, let values, let otherwise):
            if values.isEmpty, otherwise == nil {
                refuse("`map_enum` of `\(field)` maps nothing; list values, or take the step out")
            }
        case .split(let field, let template):
            if template.fields.isEmpty { refuse("the template of `split` names no field to get a part of `\(field)`") }
            if Set(template.fields).count < template.fields.count {
                refuse("the template of `split` names a field twice; which part would it get?")
            }
            for (left, right) in zip(template.segments, template.segments.dropFirst()) {
                guard case .field(let first) = left, case .field(let second) = right else { continue }
                refuse("`split` cannot tell where `\(first)` ends and `\(second)` begins; put a text between them")
            }
        case .merge(let field, let template):
            if template.fields.isEmpty {
                refuse("the template of `merge` names no field; give `\(field)` its text by `constant`")
            }
        case .setDefault, .constant, .drop: break
        }
    }
}

extension EventDefinition {
    /// All steps in the order in which a payload of the oldest version takes them.
    fileprivate var upcastPath: [UpcastDefinition.Step] {
        upcasts.filter { $0.major <= version.major }.sorted { $0.major < $1.major }.flatMap(\.steps)
    }
}

extension UpcastChange {
    /// The fields that are gone after the step, unless it gives them itself.
    fileprivate var takes: [String] {
        switch self {
        case .rename(let field, _), .drop(let field): [field]
        case .split(let field, let template): template.fields.contains(field) ? [] : [field]
        case .setDefault, .constant, .mapEnum, .merge: []
        }
    }

    /// The fields that have a value by the step.
    fileprivate var gives: [String] {
        switch self {
        case .rename(_, let field), .setDefault(let field, _), .constant(let field, _), .mapEnum(let field, _, _),
            .merge(let field, _):
            [field]
        case .split(_, let template): template.fields
        case .drop: []
        }
    }

    /// The values that the catalogue says the step gives.
    fileprivate var values: [CatalogueValue] {
        switch self {
        case .setDefault(_, let value), .constant(_, let value): [value]
        case .mapEnum(_, let values, let otherwise): values.map(\.value) + (otherwise.map { [.string($0)] } ?? [])
        case .rename, .drop, .split, .merge: []
        }
    }
}
