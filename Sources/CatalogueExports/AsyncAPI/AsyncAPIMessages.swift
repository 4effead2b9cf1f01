import EventCatalogue

/// The messages of a catalogue: each event in each form that one of its places asks for.
struct AsyncAPIMessages {
    private let catalogue: Catalogue
    private let builder: SchemaBuilder

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        builder = SchemaBuilder(catalogue, view: .writer, references: "#/components/schemas/")
    }

    /// The messages that channels hold, each once.
    func value(for channels: [AsyncAPIChannel]) -> CatalogueValue {
        var wanted: [String: [AsyncAPIChannel.Message]] = [:]
        var seen: Set<AsyncAPIChannel.Message> = []
        for message in channels.flatMap(\.messages) where seen.insert(message).inserted {
            wanted[message.event, default: []].append(message)
        }
        var object = DocumentObject()
        for event in catalogue.events {
            for message in wanted[event.name, default: []] { object.set(message.key, value(event, message.form)) }
        }
        return object.value
    }

    /// The payloads of the events and the named types. A payload's key has a dot, which no type's name has.
    var schemas: CatalogueValue {
        var object = DocumentObject()
        for event in catalogue.events {
            var schema = builder.object(event.fields)
            schema.set("description", text: event.summary)
            schema.set("x-schema-id", text: "\(SchemaName.urn(of: event, in: catalogue)):writer")
            object.set(Self.payloadKey(event), schema.value)
        }
        for type in catalogue.types { object.set(type.name, builder.definition(of: type)) }
        return object.value
    }

    private static func payloadKey(_ event: EventDefinition) -> String { "\(event.name).data" }

    private func value(_ event: EventDefinition, _ form: MessageForm) -> CatalogueValue {
        let payload = AsyncAPIKey.reference("components", "schemas", Self.payloadKey(event))
        let attributes = EventAttributes(event, catalogue)
        var message = DocumentObject()
        message.set("name", text: event.name)
        message.set("title", text: Self.title(event, form))
        message.set("summary", text: event.summary)
        message.set("description", text: event.description)
        message.set("contentType", text: "application/json")
        if event.deprecation != nil { message.set("deprecated", .bool(true)) }
        message.set("tags", .array([.object([.init("name", .string(event.stream.name))])]))
        switch form {
        case .logEntry:
            message.set("headers", attributes.logSchema)
            message.set("payload", payload)
        case .wire(.payload): message.set("payload", payload)
        case .wire(.cloudEvents): message.set("payload", attributes.structuredSchema(data: payload))
        case .wire(.messageEnvelope): message.set("payload", attributes.envelopeSchema(payload: payload))
        case .declared(let name): message.set("payload", declaredSchema(name, event, attributes))
        }
        if case .declared = form {} else { message.set("examples", examples(event, form, attributes)) }
        message.set("x-hokusai", facts(event))
        return message.value
    }

    private static func title(_ event: EventDefinition, _ form: MessageForm) -> String {
        switch form {
        case .logEntry: "\(event.name) in the log"
        case .wire(.cloudEvents): "\(event.name) as a CloudEvent"
        case .wire(.messageEnvelope): "\(event.name) in a message envelope"
        case .wire(.payload): "\(event.name) without an envelope"
        case .declared(let name): "\(event.name) by the wire \(name)"
        }
    }

    private func declaredSchema(
        _ name: String, _ event: EventDefinition, _ attributes: EventAttributes
    ) -> CatalogueValue {
        guard let wire = catalogue.wire(named: name) else { return .object([.init("type", .string("object"))]) }
        let schema = DeclaredWireSchema(
            wire: wire, members: catalogue.members(of: wire, for: event), payloadKey: Self.payloadKey(event))
        return switch wire.envelope {
        case .payload: schema.value
        case .cloudEvents: attributes.structuredSchema(data: schema.value)
        case .messageEnvelope: attributes.envelopeSchema(payload: schema.value, timestamp: schema.timestamp)
        }
    }

    private func examples(
        _ event: EventDefinition, _ form: MessageForm, _ attributes: EventAttributes
    ) -> CatalogueValue? {
        guard !event.examples.isEmpty else { return nil }
        return .array(
            event.examples.map { example in
                var object = DocumentObject()
                object.set("name", text: example.name)
                switch form {
                case .logEntry:
                    object.set("headers", attributes.logExample(example))
                    object.set("payload", example.value)
                case .wire(.cloudEvents): object.set("payload", attributes.structuredExample(example))
                case .wire(.messageEnvelope): object.set("payload", attributes.envelopeExample(example))
                case .wire(.payload), .declared: object.set("payload", example.value)
                }
                return object.value
            })
    }

    /// What the catalogue says of an event and AsyncAPI has no place for.
    private func facts(_ event: EventDefinition) -> CatalogueValue {
        var object = DocumentObject()
        object.set("version", text: "\(event.version)")
        object.set("status", text: event.status.rawValue)
        object.set("owner", text: event.owner?.name)
        object.set("aliases", texts: event.aliases.map(\.name))
        if let aggregate = event.aggregate {
            var value = DocumentObject()
            value.set("type", text: aggregate.type)
            value.set("id", text: aggregate.id.text)
            value.set("history", .bool(aggregate.keepsHistory))
            object.set("aggregate", value.value)
        }
        if let key = event.idempotencyKey {
            var value = DocumentObject()
            value.set("template", text: key.template.text)
            value.set("window", text: DurationPhrase.text(key.window))
            object.set("idempotency-key", value.value)
        }
        object.set("producers", texts: event.producers.map(\.name))
        var reads = DocumentObject()
        for consumer in event.consumers {
            reads.set(consumer.service.name, .array(consumer.reads.map { .string($0.name) }))
        }
        object.set("reads", object: reads)
        object.set("invariants", SchemaDocuments.invariants(of: event))
        if let deprecation = event.deprecation {
            object.set("deprecation", object: SchemaBuilder.particulars(deprecation))
        }
        return object.value
    }
}
