import EventBus

extension BusState {
    /// An event that has been checked and encoded.
    struct Encoded {
        let declaration: EventDeclaration
        let id: EventID
        let aggregateID: String
        let idempotencyKey: String?
        let payload: [UInt8]
        let expectedVersion: ExpectedVersion?

        /// What names the history of its aggregate.
        var history: String { "\(declaration.stream.name)/\(declaration.aggregate.type)/\(aggregateID)" }
    }

    /// Appends events in order; one that is refused does not keep those of other aggregates from the log.
    mutating func append(
        _ events: [Encoded], source: String, context: PublishContext, now: Duration, time: Timestamp
    ) -> Result<[PublishReceipt], PublishError> {
        var receipts: [Int: PublishReceipt] = [:]
        var conflict: VersionConflict?
        for (index, event) in events.enumerated() {
            do throws(VersionConflict) {
                receipts[index] = try append(event, source: source, context: context, now: now, time: time)
            } catch { conflict = conflict ?? error }
        }
        if let conflict { return .failure(PublishError(conflict, appended: receipts)) }
        return .success(events.indices.compactMap { receipts[$0] })
    }

    /// Appends an event to its log, its history and its routes, unless its key has been used.
    ///
    /// - Throws: `VersionConflict`; then nothing was changed.
    private mutating func append(
        _ event: Encoded, source: String, context: PublishContext, now: Duration, time: Timestamp
    ) throws(VersionConflict) -> PublishReceipt {
        let declaration = event.declaration
        let partition = declaration.stream.partition(ofAggregate: event.aggregateID)
        let key = event.idempotencyKey.map {
            IdempotencyKey(type: declaration.type, partition: partition, key: $0)
        }
        if let key, let first = receipts[key], first.until > now, sabotage != .ignoresIdempotencyKeys,
            let position = first.receipt.position
        {
            return PublishReceipt(
                eventID: first.receipt.eventID, partition: partition, position: position,
                version: first.receipt.version, durability: .memory, outcome: .duplicate)
        }
        try checkExpectation(of: event)
        let fields = EntryFields(
            declaration, id: event.id, source: source, time: time, aggregateID: event.aggregateID,
            context: sabotage == .dropsTheContext ? PublishContext() : context, payload: event.payload)
        know(declaration)
        let name = LogName(stream: declaration.stream.name, partition: partition)
        let position = logs[name, default: MemoryLog()].nextPosition(at: time)
        let isSpoilt = appended.count % 7 == 5
        let isLost = sabotage == .losesLargeEvents && event.payload.count > 1 << 16
        if sabotage != .losesAnEventNowAndThen || !isSpoilt, !isLost {
            append(fields.content, to: name, at: position)
            route(fields.content, of: declaration)
        }
        if sabotage == .appendsAnEventTwiceNowAndThen, isSpoilt {
            append(fields.content, to: name, at: logs[name, default: MemoryLog()].nextPosition(at: time))
        }
        if sabotage == .losesAnEventNowAndThen, isSpoilt { appended.append((name, -1)) }
        let receipt = PublishReceipt(
            eventID: event.id, partition: partition, position: position,
            version: nextVersion(of: event), durability: .memory)
        if let key {
            receipts[key] = (receipt, now + (declaration.idempotencyWindow ?? .seconds(86_400)))
        }
        return receipt
    }

    /// Appends an entry as it is.
    mutating func append(_ content: MemoryLog.Content, to name: LogName, at position: StreamPosition) {
        var names = [name]
        if sabotage == .mixesStreams {
            names += logs.keys.filter { $0.stream != name.stream && $0.partition == 0 }
        }
        for name in names {
            logs[name, default: MemoryLog()].append(content, at: position, ordinal: appended.count)
            appended.append((name, (logs[name]?.entries.count ?? 1) - 1))
        }
    }

    private mutating func route(_ content: MemoryLog.Content, of declaration: EventDeclaration) {
        guard case .event(let record) = content else { return }
        for route in declaration.routes {
            var json = JSONWriter()
            route.wire.write(record, of: declaration, to: &json)
            let message = RoutedMessage(bytes: json.finish(), record: record)
            switch route.destination {
            case .channel(let name): channels[name, default: []].append(message)
            case .list(let name):
                let place = sabotage == .routesInReverse ? 0 : lists[name, default: []].count
                lists[name, default: []].insert(message, at: place)
                if sabotage == .routesTwice { lists[name, default: []].append(message) }
            }
        }
    }

    private mutating func nextVersion(of event: Encoded) -> UInt64? {
        guard event.declaration.aggregate.history == .kept else { return nil }
        let number = (histories[event.history]?.version ?? 0) + (sabotage == .skipsVersions ? 2 : 1)
        histories[event.history] = (number, event.id)
        return number
    }

    private func checkExpectation(of event: Encoded) throws(VersionConflict) {
        guard let expected = event.expectedVersion, sabotage != .ignoresExpectedVersions else { return }
        let (version, last) = histories[event.history].map { ($0.version, $0.last) } ?? (0, nil)
        let follows = expected.follows == nil || expected.follows == last || sabotage == .forgetsWhatFollows
        if version == expected.number, follows { return }
        throw VersionConflict(
            aggregateType: event.declaration.aggregate.type, aggregateID: event.aggregateID, expected: expected.number,
            actual: version)
    }
}
