import EventCatalogue

/// The CloudEvents 1.0 attributes of an event: as schemas, and with values made up for examples.
struct EventAttributes {
    private let event: EventDefinition
    private let catalogue: Catalogue

    init(_ event: EventDefinition, _ catalogue: Catalogue) {
        self.event = event
        self.catalogue = catalogue
    }

    var type: String { SchemaName.cloudEventsType(of: event, in: catalogue) }
    var dataSchema: String { SchemaName.urn(of: event, in: catalogue) }

    /// The fields of a log entry, in their order.
    static let logFields = [
        "id", "type", "version", "source", "time", "subject", "correlationid", "causationid", "traceparent",
        "publishedby", "data",
    ]

    // MARK: Schemas

    /// The attributes as the log holds them; `type` there is the event's name or an alias.
    var logSchema: CatalogueValue {
        var properties = DocumentObject()
        properties.set("id", Self.text("The event's identity; a redelivery has the same one."))
        properties.set("type", Self.texts([event.name] + event.aliases.map(\.name)))
        properties.set(
            "version", Self.text("The version of the writer's schema.", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$"))
        properties.set("source", Self.text("The service that published it."))
        properties.set("time", Self.instant)
        properties.set("subject", subject)
        addExtensions(to: &properties)
        properties.set("publishedby", Self.text("On whose behalf it was published, for the audit."))
        return Self.object(properties, required: ["id", "type", "version", "source", "time"])
    }

    /// A CloudEvent in structured mode, JSON format.
    func structuredSchema(data: CatalogueValue) -> CatalogueValue {
        var properties = DocumentObject()
        properties.set("specversion", .object([.init("const", .string("1.0"))]))
        properties.set("type", .object([.init("const", .string(type))]))
        properties.set("source", Self.text("The service that published it; a URI reference."))
        properties.set("id", Self.text("The event's identity; a redelivery has the same one."))
        properties.set("time", Self.instant)
        properties.set("subject", subject)
        properties.set("datacontenttype", .object([.init("const", .string("application/json"))]))
        properties.set("eventversion", Self.text("The version of the writer's schema."))
        addExtensions(to: &properties)
        properties.set("data", data)
        return Self.object(properties, required: ["specversion", "type", "source", "id", "time", "data"])
    }

    /// The envelope of the work queues.
    func envelopeSchema(payload: CatalogueValue, timestamp: CatalogueValue? = nil) -> CatalogueValue {
        var properties = DocumentObject()
        properties.set("message_id", Self.text("The event's identity."))
        properties.set("message_type", .object([.init("const", .string(event.name))]))
        properties.set("timestamp", timestamp ?? Self.instant)
        properties.set("payload", payload)
        properties.set("retry_count", Self.count("How often a worker has failed at it."))
        properties.set("max_retries", Self.count("After how many failures it goes to the dead list."))
        return Self.object(
            properties, required: ["message_id", "message_type", "timestamp", "payload", "retry_count", "max_retries"])
    }

    private var subject: CatalogueValue {
        Self.text(event.aggregate.map { "The \($0.type): \($0.id.text)" } ?? "Empty: the event has no aggregate.")
    }

    private func addExtensions(to properties: inout DocumentObject) {
        properties.set("correlationid", Self.text("What all events of one story share."))
        properties.set("causationid", Self.text("The id of the event that led to this one."))
        properties.set("traceparent", Self.text("W3C trace context."))
    }

    private static func object(_ properties: DocumentObject, required: [String]) -> CatalogueValue {
        var schema = DocumentObject()
        schema.set("type", text: "object")
        schema.set("properties", properties.value)
        schema.set("required", texts: required)
        return schema.value
    }

    private static func text(_ description: String, pattern: String? = nil) -> CatalogueValue {
        var schema = DocumentObject()
        schema.set("type", text: "string")
        schema.set("pattern", text: pattern)
        schema.set("description", text: description)
        return schema.value
    }

    private static func texts(_ names: [String]) -> CatalogueValue {
        guard names.count > 1 else { return .object([.init("const", .string(names[0]))]) }
        return .object([.init("enum", .array(names.map { .string($0) }))])
    }

    private static func count(_ description: String) -> CatalogueValue {
        var schema = DocumentObject()
        schema.set("type", text: "integer")
        schema.set("minimum", number: 0)
        schema.set("description", text: description)
        return schema.value
    }

    private static let instant: CatalogueValue = .object([
        .init("type", .string("string")), .init("format", .string("date-time")),
    ])

    // MARK: Examples

    private static let exampleID = "01890a5d-ac96-774b-bcce-b302099a8057"
    private static let exampleTime = "2027-06-30T12:00:00.000000Z"

    private var exampleSource: String { event.producers.first?.name ?? catalogue.id }

    /// A template filled from an example; `nil` where the example lacks a field.
    private func filled(_ template: Template, _ example: EventExample) -> String? {
        guard case .object(let members) = example.value else { return nil }
        var text = ""
        for segment in template.segments {
            switch segment {
            case .literal(let literal): text += literal
            case .field(let name):
                let value = members.first { $0.name == name }?.value ?? event.field(named: name)?.defaultValue
                switch value {
                case .string(let field): text += field
                case .number, .bool: text += value?.json ?? ""
                default: return nil
                }
            }
        }
        return text
    }

    /// The subject that an example has.
    func exampleSubject(_ example: EventExample) -> String? { event.aggregate.flatMap { filled($0.id, example) } }

    /// The attributes of an example in the log.
    func logExample(_ example: EventExample) -> CatalogueValue {
        var object = DocumentObject()
        object.set("id", text: Self.exampleID)
        object.set("type", text: event.name)
        object.set("version", text: "\(event.version)")
        object.set("source", text: exampleSource)
        object.set("time", text: Self.exampleTime)
        object.set("subject", text: exampleSubject(example))
        return object.value
    }

    /// An example as a CloudEvent in structured mode, as the router writes it.
    func structuredExample(_ example: EventExample) -> CatalogueValue {
        var object = DocumentObject()
        object.set("specversion", text: "1.0")
        object.set("type", text: type)
        object.set("source", text: exampleSource)
        object.set("id", text: Self.exampleID)
        object.set("time", text: Self.exampleTime)
        object.set("subject", text: exampleSubject(example))
        object.set("datacontenttype", text: "application/json")
        object.set("eventversion", text: "\(event.version)")
        object.set("data", example.value)
        return object.value
    }

    /// An example as an HTTP message in binary mode.
    func binaryExample(_ example: EventExample) -> CatalogueValue {
        var headers = DocumentObject()
        headers.set("ce-specversion", text: "1.0")
        headers.set("ce-type", text: type)
        headers.set("ce-source", text: exampleSource)
        headers.set("ce-id", text: Self.exampleID)
        headers.set("ce-time", text: Self.exampleTime)
        headers.set("ce-subject", text: exampleSubject(example).map(HeaderText.encoded))
        headers.set("ce-dataschema", text: dataSchema)
        headers.set("ce-eventversion", text: "\(event.version)")
        headers.set("content-type", text: "application/json")
        return .object([.init("headers", headers.value), .init("body", example.value)])
    }

    /// An example in the envelope of the work queues.
    func envelopeExample(_ example: EventExample) -> CatalogueValue {
        var object = DocumentObject()
        object.set("message_id", text: Self.exampleID)
        object.set("message_type", text: event.name)
        object.set("timestamp", text: Self.exampleTime)
        object.set("payload", example.value)
        object.set("retry_count", number: 0)
        let attempts = catalogue.stream(named: event.stream.name)?.delivery.attempts ?? 1
        object.set("max_retries", number: attempts - 1)
        return object.value
    }
}
