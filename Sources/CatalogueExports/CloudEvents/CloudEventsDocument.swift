import EventCatalogue

/// The CloudEvents 1.0 attributes of every event, with an example of each mode.
struct CloudEventsDocument {
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    var value: CatalogueValue {
        var document = DocumentObject()
        document.set("specversion", text: "1.0")
        document.set("catalogue", text: catalogue.id)
        document.set("title", text: catalogue.title)
        document.set("events", .array(catalogue.events.map(event)))
        return document.value
    }

    private func event(_ event: EventDefinition) -> CatalogueValue {
        let attributes = EventAttributes(event, catalogue)
        var object = DocumentObject()
        object.set("event", text: event.name)
        object.set("summary", text: event.summary)
        object.set("attributes", self.attributes(of: event, attributes))
        if let example = event.examples.first {
            object.set("structured", attributes.structuredExample(example))
            object.set("binary", attributes.binaryExample(example))
        }
        return object.value
    }

    private func attributes(of event: EventDefinition, _ attributes: EventAttributes) -> CatalogueValue {
        var object = DocumentObject()
        object.set("specversion", Self.fixed("1.0"))
        object.set("type", Self.fixed(attributes.type))
        object.set("source", Self.rule("the name of the publishing service", among: event.producers.map(\.name)))
        object.set("id", Self.rule("a UUID of version 7; a retry and a redelivery have the same one"))
        object.set("time", Self.rule("when it was published, RFC 3339 in UTC"))
        if let aggregate = event.aggregate {
            var subject = DocumentObject()
            subject.set("template", text: aggregate.id.text)
            subject.set("rule", text: "the id of the \(aggregate.type)")
            object.set("subject", subject.value)
        }
        object.set("datacontenttype", Self.fixed("application/json"))
        object.set("dataschema", Self.fixed(attributes.dataSchema))
        object.set("eventversion", Self.rule("extension: the version of the writer's schema, now \(event.version)"))
        object.set("correlationid", Self.rule("extension, optional: what all events of one story share"))
        object.set("causationid", Self.rule("extension, optional: the id of the event that led to this one"))
        object.set("traceparent", Self.rule("extension, optional: W3C trace context"))
        return object.value
    }

    private static func fixed(_ text: String) -> CatalogueValue { .object([.init("value", .string(text))]) }

    private static func rule(_ text: String, among names: [String] = []) -> CatalogueValue {
        var object = DocumentObject()
        object.set("rule", text: text)
        object.set("declared", texts: names)
        return object.value
    }
}
