import EventCatalogue

/// What a client of a place must know of Redis.
enum RedisBinding {
    /// The log of a stream: one Redis stream for each partition.
    static func log(_ stream: StreamDefinition) -> CatalogueValue {
        var object = DocumentObject()
        object.set("kind", text: "stream")
        object.set("key", text: "<namespace>:{\(stream.name):<partition>}:log")
        object.set("partitions", number: stream.partitions)
        object.set("partition-by", text: "aggregate id")
        object.set("append", text: "script")
        object.set("fields", texts: EventAttributes.logFields)
        object.set("durability", text: durability(stream.durability))
        var groups = DocumentObject()
        for group in stream.groups {
            var value = DocumentObject()
            value.set("service", text: group.service?.name)
            value.set("description", text: group.description)
            value.set("required", .bool(group.isRequired))
            value.set("order", text: group.order.rawValue)
            value.set("max-lag", text: group.maxLag.map(DurationPhrase.text))
            groups.set(group.name, value.value)
        }
        object.set("groups", object: groups)
        return object.value
    }

    /// Retention and delivery of a stream.
    static func promises(of stream: StreamDefinition) -> CatalogueValue {
        var retention = DocumentObject()
        retention.set("max-age", text: stream.retention.maxAge.map(DurationPhrase.text))
        retention.set("max-entries", number: stream.retention.maxEntries)
        let delivery = stream.delivery
        var value = DocumentObject()
        value.set("attempts", number: delivery.attempts)
        var backoff = DocumentObject()
        backoff.set("base", text: DurationPhrase.text(delivery.backoffBase))
        backoff.set("factor", .number("\(delivery.backoffFactor)"))
        backoff.set("max", text: DurationPhrase.text(delivery.backoffMax))
        value.set("backoff", backoff.value)
        value.set("ack-timeout", text: DurationPhrase.text(delivery.ackTimeout))
        value.set("after-dead-letter", text: delivery.afterDeadLetter.rawValue)
        var object = DocumentObject()
        object.set("retention", object: retention)
        object.set("delivery", value.value)
        return object.value
    }

    /// A work queue: three lists.
    static func list(_ name: String, _ routes: [RouteDefinition]) -> CatalogueValue {
        var object = DocumentObject()
        object.set("kind", text: "list")
        object.set("key", text: name)
        object.set("filled-by", text: "router")
        object.set("wires", texts: unique(routes.map(\.wire.name)))
        if let route = routes.first {
            let names = route.queueNames
            object.set("processing", text: names[1])
            object.set("dead", text: names[2])
            object.set("visibility", text: DurationPhrase.text(route.queueVisibility))
        }
        return object.value
    }

    /// A Pub/Sub channel: whoever does not listen misses the message.
    static func channel(_ name: String, _ routes: [RouteDefinition]) -> CatalogueValue {
        var object = DocumentObject()
        object.set("kind", text: "channel")
        object.set("channel", text: name)
        object.set("filled-by", text: "router")
        object.set("wires", texts: unique(routes.map(\.wire.name)))
        return object.value
    }

    static func durability(_ durability: DurabilityDefinition) -> String {
        switch durability {
        case .memory: "memory"
        case .fsyncEverySecond: "fsync_every_second"
        case .fsyncAlways: "fsync_always"
        case .replicas(let count): "replicas(\(count))"
        case .attested: "attested"
        }
    }

    private static func unique(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
