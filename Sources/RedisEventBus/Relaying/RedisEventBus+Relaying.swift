public import EventBus
import RedisClient

extension RedisEventBus: EncodedEventAppender {
    /// Appends events that have their ids and times already.
    ///
    /// - Throws: `PublishError`, as `publish(contentsOf:context:)` does.
    public func append(
        _ events: [EncodedEvent], of declaration: EventDeclaration
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let metrics = metrics?.publishing(of: declaration) else {
            return try await log.append(events, of: declaration)
        }
        let counts = { (error: PublishError) in !self.isAway(after: error) }
        return try await metrics.measure(events.count, countingFailure: counts) { () throws(PublishError) in
            try await log.append(events, of: declaration)
        }
    }

    /// Whether the connection is down and waits to be made again.
    public var isAway: Bool {
        let health = client.health
        switch health.connection {
        case .waiting: return true
        case .connecting: return health.lastError != nil
        case .idle, .connected, .closed: return false
        }
    }

    /// Whether the server could not be reached, or still loads its data: nothing is wrong with the event.
    public func isAway(after error: PublishError) -> Bool {
        guard let cause = error.cause as? RedisError else { return false }
        switch cause.code {
        case .cancelled, .closed: return false
        case .server("LOADING"), .server("MASTERDOWN"), .server("CLUSTERDOWN"): return true
        default: return error.outcome != .rejected
        }
    }

    /// Finds out what became of an append whose answer was lost: first the connection that it was sent on is closed on the
    /// server, then the log is searched from where it ended before.
    ///
    /// - Throws: `PublishError` where that can't be found out now.
    public func settle(_ event: EncodedEvent, _ doubt: AppendDoubt) async throws(PublishError) -> SettledDoubt {
        let type = event.envelope.type
        guard let declaration = events.first(where: { $0.type == type }) else {
            return .lost("the catalogue has no event “\(type)”")
        }
        return try await log.settle(event, of: declaration, doubt)
    }

    private func count(_ appended: ArraySlice<EncodedEvent>) {
        guard let metrics else { return }
        for (type, events) in Dictionary(grouping: appended, by: \.envelope.type) {
            guard let declaration = self.events.first(where: { $0.type == type }) else { continue }
            metrics.publishing(of: declaration).appended(events.count)
        }
    }

    /// Appends those events of a batch that are not in the log yet.
    ///
    /// The server remembers for 30 days after each call which event an outbox appended last.
    /// - Throws: `PublishError` where the server can take nothing now, or its answer was lost.
    public func relay(_ batch: RelayBatch) async throws(PublishError) -> RelayAnswer {
        guard let call = RelayCommand(batch, catalogue: events) else {
            let type = batch.events[0].envelope.type
            let reason =
                events.contains { $0.type == type }
                ? "\(type) keeps no history any more, and a version was expected"
                : "the catalogue has no event “\(type)”"
            return RelayAnswer(appended: 0, fresh: 0, position: nil, obstacle: .refused(reason))
        }
        let reply: RedisReply
        do throws(RedisError) {
            reply = try await client.send(call.command(layout: layout), loading: [Scripts.relay])[0]
        } catch {
            throw PublishError(error)
        }
        switch RelayReply(reply, previous: batch.previous, conflict: call.conflict) {
        case .answer(let answer):
            count(batch.events.prefix(answer.appended).suffix(answer.fresh))
            return answer
        case .failed(let error): throw PublishError(error)
        }
    }
}
