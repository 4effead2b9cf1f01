import EventCatalogue

/// The parts of an event in canonical form.
enum ValueForm {
    static func fields(_ fields: [FieldDefinition]) -> CatalogueValue {
        .object(fields.map { CatalogueValue.Member($0.name, field($0)) })
    }

    private static func field(_ field: FieldDefinition) -> CatalogueValue {
        var form = value(field.value)
        if field.presence != .required { form["presence"] = .string(field.presence.rawValue) }
        if field.isNullable { form["nullable"] = .bool(true) }
        form["default"] = field.defaultValue
        form["deprecated"] = field.deprecation.map(deprecation)
        return form.value
    }

    static func value(_ value: ValueDefinition) -> SortedObject {
        var form = SortedObject()
        form["type"] = .string(value.type.word)
        switch value.type {
        case .object(let fields): form["fields"] = Self.fields(fields)
        case .array(let item): form["items"] = Self.value(item).value
        case .map(let entry): form["values"] = Self.value(entry).value
        case .enumeration(let enumeration):
            if enumeration.isOpen { form["open"] = .bool(true) }
            form["values"] = .object(
                enumeration.values.map { item in
                    var form = SortedObject()
                    form["description"] = item.description.map { .string($0) }
                    form["deprecated"] = item.deprecation.map(deprecation)
                    return .init(item.name, form.value)
                })
        case .union(let union):
            form["discriminator"] = .string(union.discriminator)
            form["cases"] = .object(
                union.cases.map { unionCase in
                    var form = SortedObject()
                    form["description"] = unionCase.description.map { .string($0) }
                    if !unionCase.fields.isEmpty { form["fields"] = Self.fields(unionCase.fields) }
                    return .init(unionCase.name, form.value)
                })
        case .constant(let constant):
            form["of"] = .string(constant.of.word)
            form["value"] = constant.value
        default: break
        }
        form["description"] = value.description.map { .string($0) }
        form["unit"] = value.unit.map { .string($0) }
        form["examples"] = .list(value.examples)
        form["sensitivity"] = value.sensitivity.map { .string($0.rawValue) }
        form["pii"] = value.isPersonal.map { .bool($0) }
        form["log"] = value.log.map { .string($0.rawValue) }
        form["approved_by"] = value.approvedBy.map { .string($0) }
        form["pattern_relation"] = value.patternRelation.map { .string($0.rawValue) }
        add(value.constraints, to: &form)
        return form
    }

    private static func add(_ constraints: Constraints, to form: inout SortedObject) {
        form["minimum"] = constraints.minimum.map(number)
        form["maximum"] = constraints.maximum.map(number)
        form["exclusive_minimum"] = constraints.exclusiveMinimum.map(number)
        form["exclusive_maximum"] = constraints.exclusiveMaximum.map(number)
        form["multiple_of"] = constraints.multipleOf.map(number)
        form["min_length"] = constraints.minLength.map(number)
        form["max_length"] = constraints.maxLength.map(number)
        form["pattern"] = constraints.pattern.map { .string($0) }
        form["min_items"] = constraints.minItems.map(number)
        form["max_items"] = constraints.maxItems.map(number)
        if constraints.uniqueItems { form["unique_items"] = .bool(true) }
        form["key_pattern"] = constraints.keyPattern.map { .string($0) }
    }

    private static func number(_ text: String) -> CatalogueValue { .number(text) }
    private static func number(_ value: Int) -> CatalogueValue { .number(String(value)) }

    static func deprecation(_ deprecation: Deprecation) -> CatalogueValue {
        var form = SortedObject()
        form["since"] = deprecation.since.map { .string($0) }
        form["sunset"] = deprecation.sunset.map { .string($0) }
        form["replaced_by"] = deprecation.replacedBy.map { .string($0) }
        form["reason"] = deprecation.reason.map { .string($0) }
        return form.isEmpty ? .bool(true) : form.value
    }

    static func upcast(_ upcast: UpcastDefinition) -> CatalogueValue {
        .array(
            upcast.steps.map { step in
                .object([.init(step.change.word, parameters(of: step.change))])
            })
    }

    private static func parameters(of change: UpcastChange) -> CatalogueValue {
        var form = SortedObject()
        switch change {
        case .drop(let field): return .string(field)
        case .rename(let from, let to):
            form["from"] = .string(from)
            form["to"] = .string(to)
        case .setDefault(let field, let value), .constant(let field, let value):
            form["field"] = .string(field)
            form["value"] = value
        case .mapEnum(let field, let values, let otherwise):
            form["field"] = .string(field)
            form["values"] = .object(values)
            form["otherwise"] = otherwise.map { .string($0) }
        case .split(let field, let template), .merge(let field, let template):
            form["field"] = .string(field)
            form["template"] = .string(template.text)
        }
        return form.value
    }

    // MARK: Places

    static func route(_ route: RouteDefinition) -> CatalogueValue {
        var form = SortedObject()
        form[route.kind.rawValue] = .string(route.name)
        if route.builtInWire != .cloudEvents { form["wire"] = .string(route.wire.name) }
        form["visibility"] = route.visibility.map(duration)
        form["processing"] = route.processing.map { .string($0) }
        form["dead"] = route.dead.map { .string($0) }
        return form.value
    }

    static func wire(_ wire: WireDefinition) -> CatalogueValue {
        var form = SortedObject()
        form["description"] = wire.description.map { .string($0) }
        if wire.envelope != .payload { form["envelope"] = .string(wire.envelope.rawValue) }
        form["keys"] = wire.keys.map { .array($0.map { .string($0.name) }) }
        form["constants"] = .named(wire.constants.map { .init($0.key, $0.value) })
        form["derived"] = .named(wire.derived.map { .init($0.key, .string($0.template.text)) })
        if wire.absent != .omit { form["absent"] = .string(wire.absent.rawValue) }
        if wire.timestamps != .rfc3339 { form["timestamps"] = .string(wire.timestamps.rawValue) }
        return form.value
    }

    static func stream(_ stream: StreamDefinition) -> CatalogueValue {
        var form = SortedObject()
        form["description"] = stream.description.map { .string($0) }
        if stream.partitions != 1 { form["partitions"] = number(stream.partitions) }
        var retention = SortedObject()
        retention["max_age"] = stream.retention.maxAge.map(duration)
        retention["max_entries"] = stream.retention.maxEntries.map(number)
        if !retention.isEmpty { form["retention"] = retention.value }
        form["durability"] = .string(word(stream.durability))
        form["delivery"] = delivery(stream.delivery)
        form["groups"] = .named(
            stream.groups.map { group in
                var form = SortedObject()
                form["service"] = group.service.map { .string($0.name) }
                form["description"] = group.description.map { .string($0) }
                if !group.isRequired { form["required"] = .bool(false) }
                form["max_lag"] = group.maxLag.map(duration)
                if group.order != .aggregate { form["order"] = .string(group.order.rawValue) }
                return .init(group.name, form.value)
            })
        return form.value
    }

    private static func delivery(_ delivery: DeliveryDefinition) -> CatalogueValue {
        var backoff = SortedObject()
        backoff["base"] = duration(delivery.backoffBase)
        backoff["factor"] = .number("\(delivery.backoffFactor)")
        backoff["max"] = duration(delivery.backoffMax)
        var form = SortedObject()
        form["attempts"] = number(delivery.attempts)
        form["backoff"] = backoff.value
        form["ack_timeout"] = duration(delivery.ackTimeout)
        form["after_dead_letter"] = .string(delivery.afterDeadLetter.rawValue)
        return form.value
    }

    private static func word(_ durability: DurabilityDefinition) -> String {
        switch durability {
        case .memory: "memory"
        case .fsyncEverySecond: "fsync_every_second"
        case .fsyncAlways: "fsync_always"
        case .replicas(let count): "replicas(\(count))"
        case .attested: "attested"
        }
    }

    static func duration(_ duration: Duration) -> CatalogueValue {
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return .string(milliseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + milliseconds)ms")
    }

    // MARK: People

    static func service(_ service: ServiceDefinition) -> CatalogueValue {
        var form = SortedObject()
        form["owner"] = service.owner.map { .string($0.name) }
        form["language"] = service.language.map { .string($0) }
        if service.isExternal { form["external"] = .bool(true) }
        return form.value
    }

    static func team(_ team: TeamDefinition) -> CatalogueValue {
        var form = SortedObject()
        form["contact"] = team.contact.map { .string($0) }
        return form.value
    }
}
