import EventBus
import Foundation
import RedisClient
import RedisEventBus

/// Reads everything that is left of a run into a ledger: Redis' keys, then the roles' files.
struct Inspection: Sendable {
    let stage: Stage
    private static let page = 5_000

    /// Reads.
    func ledger(_ cast: Cast, _ circumstances: EndState) async throws -> Ledger {
        var ledger = Ledger(groups: Stage.groups, partitions: Stage.logs.count)
        ledger.end = circumstances
        for (partition, log) in Stage.logs.enumerated() {
            var histories = Histories()
            try await readLog(partition, log, into: &ledger, &histories)
            if !circumstances.isTrimmed { ledger.end.historyDifferences += try await compare(histories, partition) }
        }
        try await readList(Stage.keptList, into: &ledger) { $0.takeKept($1) }
        for list in [Stage.workList, Stage.processingList, Stage.doneList, Stage.deadList] {
            try await readList(list, into: &ledger) { $0.takeWork($1) }
        }
        for partition in Stage.logs.indices {
            try await readDead(partition, into: &ledger)
        }
        ledger.end.unfinished = await Backlog.look(stage)?.unfinished ?? []
        ledger.end.leftOnQueues = try await leftOnQueues()
        for player in cast.players {
            ledger.end.exits += await player.exits
            for witness in await player.witnesses {
                let number = ledger.add(witness)
                let path = stage.facts(of: witness)
                // One that was killed before it began has no file.
                guard FileManager.default.fileExists(atPath: path) else { continue }
                try FactFile.read(path: path) { ledger.take($0, from: number) }
            }
        }
        return ledger
    }

    private func readLog(_ partition: Int, _ log: String, into ledger: inout Ledger, _ histories: inout Histories)
        async throws
    {
        try await readStream(log) { position, fields in
            if let event = event(in: fields) {
                if value("type", in: fields)?.string == StepKeyed.declaration.type { histories.takeLog(event) }
                ledger.takeLog(partition, event, at: position)
            } else if let junk = junk(in: fields) {
                ledger.end.junk.insert(junk)
            } else {
                ledger.end.strangers.append("\(log) \(position): \(fields)")
            }
        }
    }

    /// In what histories differ from a whole log.
    private func compare(_ histories: Histories, _ partition: Int) async throws -> [String] {
        var differences: [String] = []
        for aggregate in histories.aggregates {
            let key = Stage.layout.history(
                Stage.stream.name, partition, aggregate: StepKeyed.declaration.aggregate.type, id: aggregate.description
            )
            var history: [Histories.Entry] = []
            try await readStream(key) { version, fields in
                history.append(Histories.Entry(version: version.milliseconds, event: event(in: fields)))
            }
            if let difference = histories.difference(of: aggregate, history) { differences.append(difference) }
        }
        return differences
    }

    /// Reads a stream page by page; calls `body` with each entry.
    private func readStream(_ stream: String, _ body: (StreamPosition, RedisReply) -> Void) async throws {
        var from = "-"
        while true {
            let reply = try await stage.client.command("XRANGE", stream, from, "+", "COUNT", String(Self.page))
            guard reply.count > 0 else { return }
            for entry in reply {
                guard let text = entry[0].string, let position = StreamPosition(text) else { continue }
                from = "(\(text)"
                body(position, entry[1])
            }
        }
    }

    /// The event of an entry, or of a dead letter.
    private func event(in fields: RedisReply) -> EventName? {
        value("data", in: fields).flatMap { EventName(payload: $0.bytes) }
    }

    /// The number of an entry that the conductor wrote and that is no event.
    private func junk(in fields: RedisReply) -> Int? { value("junk", in: fields)?.string.flatMap { Int($0) } }

    /// What a letter holds, where that is what the log still has.
    private func content(of letter: RedisReply, in log: String) async throws -> EndState.Content {
        if let position = value("position", in: letter)?.string {
            let found = try await stage.client.command("XRANGE", log, position, position)
            if let entry = found.first(where: { _ in true })?[1],
                Array(letter).suffix(entry.count).map(\.bytes) != entry.map(\.bytes)
            {
                return .unreadable
            }
        }
        return event(in: letter).map { .event($0) } ?? junk(in: letter).map { .junk($0) } ?? .unreadable
    }

    private func value(_ name: String, in fields: RedisReply) -> RedisReply? {
        stride(from: 0, to: fields.count - 1, by: 2).first { fields[$0].string == name }.map { fields[$0 + 1] }
    }

    /// Reads a list from its oldest item on: publishers push to the left.
    private func readList(
        _ list: String, into ledger: inout Ledger, _ take: (inout Ledger, EventName) -> Void
    ) async throws {
        let length = Int(try await stage.client.command("LLEN", list).integer ?? 0)
        var end = length
        while end > 0 {
            let start = max(0, end - Self.page)
            let items = Array(try await stage.client.command("LRANGE", list, String(start), String(end - 1)))
            for item in items.reversed() {
                if let event = EventName(payload: item.bytes) {
                    take(&ledger, event)
                } else {
                    ledger.end.strangers.append("\(list): \(item)")
                }
            }
            end = start
        }
    }

    private func leftOnQueues() async throws -> [String] {
        var left: [String] = []
        for list in Stage.workLists + Stage.deadLists {
            let items = try await stage.client.command("LRANGE", list, "0", "2")
            guard items.count > 0 else { continue }
            let length = try await stage.client.command("LLEN", list).integer ?? 0
            left.append("\(list): \(length) items, as \(items[0])")
        }
        return left
    }

    private func readDead(_ partition: Int, into ledger: inout Ledger) async throws {
        var letters: [RedisReply] = []
        try await readStream(Stage.layout.dead(Stage.stream.name, partition)) { _, fields in letters.append(fields) }
        for letter in letters {
            ledger.end.deadLetters.append(
                EndState.DeadLetter(
                    group: value("group", in: letter)?.string ?? "?",
                    content: try await content(of: letter, in: Stage.logs[partition]),
                    attempts: value("attempts", in: letter)?.string.flatMap { Int($0) } ?? 0,
                    reason: value("reason", in: letter)?.string ?? "?", error: value("error", in: letter)?.string ?? "?"
                ))
        }
    }
}
