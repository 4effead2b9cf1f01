import EventCatalogue

/// What each service does: it sends what it produces to the log, and receives what it consumes.
struct AsyncAPIOperations {
    private let catalogue: Catalogue
    private let channels: [AsyncAPIChannel.Place: AsyncAPIChannel]

    init(_ catalogue: Catalogue, _ channels: [AsyncAPIChannel]) {
        self.catalogue = catalogue
        self.channels = Dictionary(channels.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var value: CatalogueValue {
        var object = DocumentObject()
        for event in catalogue.events {
            let log = AsyncAPIChannel.Place.log(event.stream.name)
            for producer in event.producers {
                let key = "\(AsyncAPIKey.text(producer.name)).send.\(event.name)"
                object.set(key, operation("send", event, producer.name, at: log, .logEntry))
            }
            for consumer in event.consumers {
                let key = "\(AsyncAPIKey.text(consumer.service.name)).receive.\(event.name)"
                let (place, form) = source(of: event, for: consumer.service.name)
                object.set(key, operation("receive", event, consumer.service.name, at: place, form, consumer))
            }
        }
        return object.value
    }

    /// Where a service takes an event from: the log where it has a group there, else the event's first channel or list,
    /// since the catalogue does not say which of them it listens to.
    private func source(
        of event: EventDefinition, for service: String
    ) -> (AsyncAPIChannel.Place, MessageForm) {
        let log = (AsyncAPIChannel.Place.log(event.stream.name), MessageForm.logEntry)
        guard groups(of: service, in: event.stream.name).isEmpty else { return log }
        let route = event.routes.first { $0.kind == .channel } ?? event.routes.first
        return route.map { (AsyncAPIChannel.place(of: $0), MessageForm($0)) } ?? log
    }

    private func groups(of service: String, in stream: String) -> [String] {
        let groups = catalogue.stream(named: stream)?.groups ?? []
        return groups.filter { $0.service?.name == service }.map(\.name)
    }

    private func operation(
        _ action: String, _ event: EventDefinition, _ service: String, at place: AsyncAPIChannel.Place,
        _ form: MessageForm, _ consumer: ConsumerDefinition? = nil
    ) -> CatalogueValue? {
        guard let channel = channels[place] else { return nil }
        let message = AsyncAPIChannel.Message(event: event.name, form: form)
        var object = DocumentObject()
        object.set("action", text: action)
        object.set("channel", AsyncAPIKey.reference("channels", channel.key))
        object.set("title", text: "\(service) \(consumer == nil ? "publishes" : "reads") \(event.name)")
        object.set("messages", .array([AsyncAPIKey.reference("channels", channel.key, "messages", message.key)]))
        var redis = DocumentObject()
        if case .log(let stream) = place, consumer != nil {
            redis.set("groups", texts: groups(of: service, in: stream))
        }
        object.set("x-redis", object: redis)
        var facts = DocumentObject()
        facts.set("service", text: service)
        let definition = catalogue.service(named: service)
        facts.set("owner", text: definition?.owner?.name)
        facts.set("language", text: definition?.language)
        if let definition { facts.set("external", .bool(definition.isExternal)) }
        facts.set("reads", texts: consumer?.reads.map(\.name) ?? [])
        object.set("x-hokusai", facts.value)
        return object.value
    }
}
