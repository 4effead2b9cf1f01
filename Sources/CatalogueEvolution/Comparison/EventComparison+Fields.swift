import EventCatalogue
import YAMLReader

extension EventComparison {
    /// Fields by name: what came, what went, what a field became.
    mutating func compareFields() {
        compare(old.event.fields, new.event.fields, "", reserved: new.event.reserved.map(\.name), [])
        let (before, after) = (old.event.reserved, Set(new.event.reserved.map(\.name)))
        for name in before where new.event.field(named: name.name) != nil {
            let field = new.event.field(named: name.name)
            report(.fieldNameReused, name.name, isField: true, at: field?.location, was: name.location)
        }
        for name in before where !after.contains(name.name) && new.event.field(named: name.name) == nil {
            report(.reservedNameRemoved, name.name, before: name.name, was: name.location)
        }
    }

    /// - Parameter reserved: the names that must not come back; `nil` where the place cannot reserve any.
    mutating func compare(
        _ former: [FieldDefinition], _ fields: [FieldDefinition], _ prefix: String, reserved: [String]?,
        _ visited: Set<TypePair>
    ) {
        let before = Dictionary(former.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for field in fields {
            if let counterpart = before[field.name] {
                compare(counterpart, field, prefix + field.name, visited)
            } else {
                reportAdded(field, prefix + field.name)
            }
        }
        for field in former where after[field.name] == nil {
            reportRemoved(field, prefix + field.name, reserved)
        }
        let kept = fields.map(\.name).filter { before[$0] != nil }
        let keptBefore = former.map(\.name).filter { after[$0] != nil }
        if kept != keptBefore {
            report(
                .fieldOrderChanged, prefix.isEmpty ? "" : String(prefix.dropLast()),
                before: keptBefore.joined(separator: ", "),
                after: kept.joined(separator: ", "), at: fields.first?.location)
        }
    }

    private mutating func reportAdded(_ field: FieldDefinition, _ path: String) {
        let rule: CompatibilityRule =
            field.isAlwaysWritten
            ? .fieldAddedRequired : field.presence == .required ? .fieldAddedRequiredWithDefault : .fieldAddedOptional
        report(rule, path, isField: true, after: field.phrase, at: field.location)
    }

    private mutating func reportRemoved(_ field: FieldDefinition, _ path: String, _ reserved: [String]?) {
        report(
            field.isAlwaysWritten ? .fieldRemovedRequired : .fieldRemovedOptional, path, isField: true,
            before: field.phrase, was: field.location)
        if let reserved, !reserved.contains(field.name) {
            report(.fieldRemovedNotReserved, path, isField: true, before: field.phrase, was: field.location)
        }
    }

    private mutating func compare(
        _ former: FieldDefinition, _ field: FieldDefinition, _ path: String, _ visited: Set<TypePair>
    ) {
        let event = old.event.name
        let note = { (rule: CompatibilityRule, before: String, after: String) in
            Change(
                rule: rule, event: event, path: path, isField: true, before: before, after: after,
                location: field.location, oldLocation: former.location)
        }
        var found: [Change] = []
        if former.isAlwaysWritten != field.isAlwaysWritten {
            found.append(
                note(field.isAlwaysWritten ? .fieldBecameRequired : .fieldBecameOptional, former.phrase, field.phrase))
        } else {
            switch (former.defaultValue, field.defaultValue) {
            case (nil, nil): break
            case (let value?, let other?):
                if !value.equals(other) { found.append(note(.defaultChanged, value.json, other.json)) }
            case (nil, let value?): found.append(note(.defaultAdded, "none", value.json))
            case (let value?, nil): found.append(note(.defaultRemoved, value.json, "none"))
            }
        }
        if former.isNullable != field.isNullable, former.presence == .optional, field.presence == .optional {
            found.append(note(.optionalFieldNullabilityChanged, former.phrase, field.phrase))
        } else if former.isNullable != field.isNullable {
            found.append(
                note(field.isNullable ? .fieldBecameNullable : .fieldBecameNonNull, former.phrase, field.phrase))
        }
        if former.deprecation == nil, field.deprecation != nil {
            found.append(note(.fieldDeprecated, "in use", "deprecated"))
        }
        if let sooner = Sunset.shortened(former.deprecation, field.deprecation) {
            found.append(note(.sunsetShortened, sooner.before, sooner.after))
        }
        for change in found {
            report(
                change.rule, change.path, isField: true, before: change.before, after: change.after,
                at: change.location, was: change.oldLocation)
        }
        compare(former.value, field.value, path, visited)
    }
}

extension FieldDefinition {
    /// Whether every payload holds the field: a writer may leave out what has a default.
    var isAlwaysWritten: Bool { presence == .required && defaultValue == nil }

    /// The field in a few words: "optional nullable string".
    var phrase: String {
        let parts = [
            presence.rawValue, isNullable ? "nullable" : nil, type.word, defaultValue.map { "with default \($0.json)" },
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }
}
