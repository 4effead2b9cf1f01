import EventBus

/// Takes events and publishes none of them: what a review would publish can be seen in its result.
struct PreviewPublisher: EventPublisher {
    func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        do throws(InvalidPayload) {
            var json = JSONWriter()
            try event.writePayload(to: &json)
        } catch {
            throw PublishError(.rejected, "\(E.declaration.type): \(error)", cause: error)
        }
        var ids = EventIDSource()
        return PublishReceipt(
            accepted: ids.next(milliseconds: 0),
            partition: E.declaration.stream.partition(ofAggregate: event.aggregateID))
    }

    func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        var receipts: [PublishReceipt] = []
        for event in events { receipts.append(try await publish(event, context: context)) }
        return receipts
    }
}
