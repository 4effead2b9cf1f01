import EventBus

extension RedisEventBus {
    /// Appends one event, and counts that.
    func append<E: Event>(_ event: E, _ context: PublishContext) async throws(PublishError) -> PublishReceipt {
        guard let metrics = metrics?.publishing(of: E.declaration) else {
            return try await log.append(event, context: context)
        }
        return try await metrics.measure { () throws(PublishError) in try await log.append(event, context: context) }
    }

    /// Appends many events, and counts that.
    func append<E: Event>(
        contentsOf events: [E], _ context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let metrics = metrics?.publishing(of: E.declaration) else {
            return try await log.append(contentsOf: events, context: context)
        }
        return try await metrics.measure(events.count) { () throws(PublishError) in
            try await log.append(contentsOf: events, context: context)
        }
    }

    /// Appends an event that is known by its declaration only, and counts that.
    func append(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        let append = { () async throws(PublishError) in
            try await self.log.append(
                declaration, payload: payload, aggregateID: aggregateID, idempotencyKey: idempotencyKey,
                context: context)
        }
        guard let metrics = metrics?.publishing(of: declaration) else { return try await append() }
        return try await metrics.measure(append)
    }

    /// Appends events that are known by their declaration only, and counts that.
    func append(
        _ events: [DeclaredEvent], of declaration: EventDeclaration, source: String?
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let metrics = metrics?.publishing(of: declaration) else {
            return try await log.append(events, of: declaration, source: source)
        }
        return try await metrics.measure(events.count) { () throws(PublishError) in
            try await log.append(events, of: declaration, source: source)
        }
    }
}
