import EventBus
import RedisClient

/// How events of one type are appended: where to, by which command, and which of its arguments never change.
///
/// The entry's fields are the attributes of CloudEvents' binary mode, always in the same order, and the payload last.
final class AppendPlan: Sendable {
    /// What changes from event to event.
    struct Entry {
        let stamp: EventStamp
        let partition: Int
        let aggregateID: String
        let idempotencyKey: String?
        let context: PublishContext
        let payload: UnsafeRawBufferPointer
        var expectedVersion: ExpectedVersion?
    }

    let declaration: EventDeclaration
    /// Where the publisher remembers what it last heard of partition 0; the other partitions come behind.
    let firstFloor: Int
    private let layout: KeyLayout
    private let logs: [String]
    /// The arguments around the id and the time, written once: name of the id …
    private let beforeID: [UInt8]
    /// … type, version, source, name of the time …
    private let beforeTime: [UInt8]
    /// … name of the subject.
    private let beforeSubject: [UInt8]
    /// How long an idempotency key is remembered, in milliseconds.
    private let idempotencyWindow: Int
    private let remembersKeysLong: Bool

    init(_ declaration: EventDeclaration, layout: KeyLayout, source: String, firstFloor: Int) {
        self.declaration = declaration
        self.firstFloor = firstFloor
        self.layout = layout
        beforeID = Self.encoded(["id"]) + Self.header(length: Self.idLength)
        beforeTime =
            Self.lineEnd
            + Self.encoded([
                "type", declaration.type, "version", declaration.version, "source", source, "time",
            ]) + Self.header(length: Timestamp.maximumLength)
        beforeSubject = Self.lineEnd + Self.encoded(["subject"])
        logs = (0..<declaration.stream.partitions).map { layout.log(declaration.stream.name, $0) }
        idempotencyWindow = Self.idempotencyWindow(of: declaration)
        remembersKeysLong = idempotencyWindow >= 3_600_000
    }

    /// How long an idempotency key of these events is remembered, in milliseconds.
    static func idempotencyWindow(of declaration: EventDeclaration) -> Int {
        Int((declaration.idempotencyWindow ?? .seconds(86_400)) / .milliseconds(1))
    }

    /// The key of a partition's log.
    func log(_ partition: Int) -> String { logs[partition] }

    /// The key of an aggregate's history; `nil` where none is kept.
    func history(_ partition: Int, aggregateID: String) -> String? {
        guard declaration.aggregate.history == .kept else { return nil }
        return layout.history(
            declaration.stream.name, partition, aggregate: declaration.aggregate.type, id: aggregateID)
    }

    /// Whether the script itself knows an event that it has appended before, for as long as a publisher may try again: by its
    /// key, or as the one that followed the version it expected.
    func recognises(_ idempotencyKey: String?, _ expectedVersion: ExpectedVersion?) -> Bool {
        (idempotencyKey != nil && remembersKeysLong) || expectedVersion != nil
    }

    /// Writes the command that appends an entry.
    func append(_ entry: Entry, to commands: inout RedisCommands) {
        let partition = entry.partition
        let context = entry.context
        let optional = [context.correlationID, context.causationID, context.traceParent, context.publishedBy]
            .count { $0 != nil }
        let fields = 2 * (7 + optional)
        let keepsHistory = declaration.aggregate.history == .kept
        if keepsHistory || entry.idempotencyKey != nil {
            beginScript(for: entry, partition: partition, fields: fields, in: &commands)
        } else {
            commands.begin("XADD", arguments: 2 + fields)
            commands.argument(logs[partition])
            commands.argument("*" as StaticString)
        }
        commands.append(encodedArguments: beforeID, completing: 1)
        commands.append(byteCount: Self.idLength) { entry.stamp.id.write(to: $0) }
        commands.append(encodedArguments: beforeTime, completing: 8)
        commands.append(byteCount: Timestamp.maximumLength) { room in
            if let room = room.baseAddress { entry.stamp.time.write(to: room) }
        }
        commands.append(encodedArguments: beforeSubject, completing: 2)
        commands.argument(entry.aggregateID)
        if let correlationID = context.correlationID {
            commands.argument("correlationid" as StaticString)
            commands.argument(correlationID)
        }
        if let causationID = context.causationID {
            commands.argument("causationid" as StaticString)
            commands.argument(causationID)
        }
        if let traceParent = context.traceParent {
            commands.argument("traceparent" as StaticString)
            commands.argument(traceParent)
        }
        if let publishedBy = context.publishedBy {
            commands.argument("publishedby" as StaticString)
            commands.argument(publishedBy)
        }
        commands.argument("data" as StaticString)
        commands.argument(entry.payload)
    }

    /// The part of `append.lua`'s call that comes before the entry's fields.
    private func beginScript(for entry: Entry, partition: Int, fields: Int, in commands: inout RedisCommands) {
        let stream = declaration.stream.name
        let aggregate = declaration.aggregate
        let keepsHistory = aggregate.history == .kept
        let keys = 1 + (keepsHistory ? 1 : 0) + (entry.idempotencyKey != nil ? 1 : 0)
        let expected = entry.expectedVersion
        Scripts.append.begin(in: &commands, keys: keys, arguments: 2 + (expected == nil ? 0 : 1) + fields)
        commands.argument(logs[partition])
        if keepsHistory {
            commands.argument(layout.history(stream, partition, aggregate: aggregate.type, id: entry.aggregateID))
        }
        if let key = entry.idempotencyKey {
            commands.argument(layout.idempotency(stream, partition, event: declaration.type, key: key))
        }
        let keeps: StaticString = keepsHistory ? (entry.idempotencyKey == nil ? "h" : "hi") : "i"
        let keepsAndExpects: StaticString = entry.idempotencyKey == nil ? "he" : "hie"
        commands.argument(expected == nil ? keeps : keepsAndExpects)
        commands.argument(idempotencyWindow)
        if let expected { commands.argument(expected.argument) }
    }

    // MARK: Arguments written once (RESP 2: "$<length>\r\n<bytes>\r\n")

    private static let idLength = 36
    private static let lineEnd = Array("\r\n".utf8)

    private static func header(length: Int) -> [UInt8] { Array("$\(length)\r\n".utf8) }

    private static func encoded(_ arguments: [String]) -> [UInt8] {
        arguments.flatMap { header(length: $0.utf8.count) + Array($0.utf8) + lineEnd }
    }
}

extension ExpectedVersion {
    /// As `append.lua` reads it.
    var argument: String { follows.map { "\(number) \($0)" } ?? "\(number)" }
}
