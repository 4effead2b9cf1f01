import EventBus
import RedisClient
import RedisEventBus
import ServiceLifecycle

/// Prints the events of a subscription, until it has printed enough or is shut down; what is missing and what is no event goes to
/// standard error.
struct TailReader: Service {
    let transport: RedisEventBus
    let stream: StreamDeclaration
    let start: EventSubscription.Start
    /// The types to print; all where empty.
    let types: Set<String>
    /// How many events to print at most.
    let limit: Int?
    let form: OutputOptions.Form

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await read(until: nil) }
    }

    /// Prints what the log holds now, and ends.
    func readToEnd() async throws {
        guard start != .now else { return }
        var ends: [StreamPosition] = []
        for partition in 0..<stream.partitions {
            let log = transport.layout.log(stream.name, partition)
            let last = try await transport.client.command("XREVRANGE", log, "+", "-", "COUNT", "1")
            ends.append((last.count == 1 ? last[0][0].string.flatMap { StreamPosition($0) } : nil) ?? .beginning)
        }
        try await read(until: Cursor(positions: ends))
    }

    private func read(until end: Cursor?) async throws {
        var printed = 0
        var waiting = Set((end?.positions ?? []).indices.filter { end?.positions[$0] != .beginning })
        if let end, case .after(let cursor) = start {
            waiting = waiting.filter { cursor.positions[$0] < end.positions[$0] }
        }
        if end != nil, waiting.isEmpty { return }
        for try await item in transport.subscribe(to: stream, from: start).marked {
            let partition: Int
            let position: StreamPosition
            switch item {
            case .event(let event):
                (partition, position) = (event.partition, event.position)
                let isBehindEnd = end.map { position > $0.positions[partition] } ?? false
                if !isBehindEnd, types.isEmpty || types.contains(event.record.type) {
                    CommandContext.print(line(event))
                    printed += 1
                    if printed == limit { return }
                }
            case .gap(let gap):
                (partition, position) = (gap.partition, gap.cursor.positions[gap.partition])
                CommandContext.printError("gap: \(gap)")
            case .foreign(let entry):
                (partition, position) = (entry.partition, entry.position)
                CommandContext.printError(
                    "skipped: partition \(partition), position \(position): \(entry.fault)")
            }
            if let end, position >= end.positions[partition] {
                waiting.remove(partition)
                if waiting.isEmpty { return }
            }
        }
    }

    private func line(_ event: EventSubscription.Element) -> String {
        let place: [(String, JSONValue)] = [
            ("partition", .number(JSONNumber(event.partition))), ("position", .string("\(event.position)")),
            ("cursor", .string("\(event.cursor)")),
        ]
        return RecordLine(record: event.record, place: form == .json ? place : [place[1]]).text(form)
    }
}
