extension Delivery {
    /// What an event that follows from this one says of where it comes from: its causation is this event, its
    /// correlation is this event's, or this event where it began the story; the trace goes on, unless a foreign writer wrote
    /// what is none.
    public var contextOfWhatFollows: PublishContext {
        let id = record.text(of: \.id)
        return PublishContext(
            correlationID: record.text(of: \.correlationID) ?? id, causationID: id,
            traceParent: record.text(of: \.traceParent).flatMap { TraceParent($0) }?.description)
    }

    /// Publishes an event that follows from this one, through the bus that delivered it.
    ///
    /// At least once, like the handler: when the delivery is repeated, so is the event, under another id, unless it has
    /// an idempotency key.
    ///
    /// - Throws: ``PublishError``; with the outcome ``PublishError/Outcome/notSent`` where this reader has no publisher.
    ///   If the task is cancelled while the answer is awaited, the outcome is unknown.
    @discardableResult
    public func publish<E: Event>(_ event: E) async throws(PublishError) -> PublishReceipt {
        try await publisher().publish(event, context: contextOfWhatFollows)
    }

    /// Publishes events that follow from this one with one suspension; receipts come in the order of the events.
    ///
    /// - Throws: ``PublishError``, as for one event; `appended` holds the receipts of those that did not fail.
    @discardableResult
    public func publish<E: Event>(contentsOf events: [E]) async throws(PublishError) -> [PublishReceipt] {
        try await publisher().publish(contentsOf: events, context: contextOfWhatFollows)
    }

    private func publisher() throws(PublishError) -> any EventPublisher {
        if let publisher = reader.publisher { return publisher }
        throw PublishError(
            .notSent,
            "the reader of the group \"\(reader.group)\" of \(reader.stream) was made without a publisher: "
                + "give it one, or publish through the bus")
    }
}
