/// Appends typed events to the log of their stream.
public protocol EventPublisher: Sendable {
    /// Appends one event, and returns when the server has it.
    ///
    /// - Throws: ``PublishError``, whose outcome says whether the event may be in the log. If the task is cancelled
    ///   while the answer is awaited, the outcome is unknown.
    func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt

    /// Appends many events with one suspension; receipts come in the order of the events.
    ///
    /// All events are checked before the first is sent: an invalid one refuses the batch. Events of one aggregate keep
    /// their order even if an append fails.
    /// - Throws: ``PublishError`` for the first event that failed; `appended` holds the receipts of those that did not.
    func publish<E: Event>(contentsOf events: [E], context: PublishContext) async throws(PublishError)
        -> [PublishReceipt]
}

extension EventPublisher {
    /// Appends one event without further context.
    @discardableResult
    public func publish<E: Event>(_ event: E) async throws(PublishError) -> PublishReceipt {
        try await publish(event, context: PublishContext())
    }

    /// Appends many events without further context.
    @discardableResult
    public func publish<E: Event>(contentsOf events: [E]) async throws(PublishError) -> [PublishReceipt] {
        try await publish(contentsOf: events, context: PublishContext())
    }
}
