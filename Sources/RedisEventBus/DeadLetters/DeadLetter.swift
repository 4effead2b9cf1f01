public import EventBus
import RedisClient

/// An event that a consumer group, or the router, gave up on: why, and the whole entry.
public struct DeadLetter: Sendable {
    /// Which letter of a stream it is.
    public let id: ID
    /// The group that gave up.
    public let group: String
    /// The consumer that did.
    public let consumer: String
    /// Where the event stands in its partition's log, as long as it is not trimmed.
    public let position: StreamPosition
    /// How many attempts had been made.
    public let attempts: Int
    /// Why in one word, such as `attempts_used_up`, `rejected`, `undecodable` or `route_failed`.
    public let reason: String
    /// The error of the last attempt.
    public let error: String
    /// The lists and channels that were not reached; empty for a letter of a consumer group.
    public let failedRoutes: [String]
    /// When the first attempt failed, by the consumer's clock.
    public let firstFailure: Timestamp?
    /// When the last attempt failed, by the consumer's clock.
    public let lastFailure: Timestamp?
    /// Every field of the entry, in its order, with its bytes.
    public let fields: [Field]
    /// The event as it was written; `nil` where the entry is none.
    public let record: EventRecord?

    /// A field of an entry.
    public struct Field: Sendable, Hashable {
        /// Its name, repaired where it is not UTF-8.
        public let name: String
        /// Its value.
        public let value: [UInt8]
    }

    /// Which letter of a stream it is: the partition, and the letter's place among the dead letters there.
    public struct ID: Sendable, Hashable, LosslessStringConvertible {
        /// The partition.
        public let partition: Int
        /// The letter's place.
        public let place: StreamPosition

        init(partition: Int, place: StreamPosition) {
            self.partition = partition
            self.place = place
        }

        /// Reads `partition/milliseconds-sequence`; `nil` for anything else.
        public init?(_ description: String) {
            let parts = description.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let partition = Int(parts[0]), partition >= 0, parts[1].contains("-"),
                let place = StreamPosition(parts[1])
            else { return nil }
            self.init(partition: partition, place: place)
        }

        /// `partition/milliseconds-sequence`.
        public var description: String { "\(partition)/\(place)" }
    }

    /// How many fields about the failure stand in front of the entry's own.
    private static let facts = 9

    /// Reads `[id, [field, value, …]]`; `nil` for anything else.
    init?(_ reply: RedisReply, partition: Int) {
        guard reply.count == 2, let place = reply[0].streamID, reply[1].kind == .array else { return nil }
        var facts: [String: String] = [:]
        var fields: [Field] = []
        var pairs = reply[1].makeIterator()
        while let name = pairs.next(), let value = pairs.next() {
            let text = name.string ?? ""
            if facts.count < Self.facts, fields.isEmpty {
                facts[text] = value.string ?? ""
            } else {
                fields.append(Field(name: text, value: value.bytes))
            }
        }
        // An entry of more fields than a script can spread out is kept as one.
        if fields.count == 1, fields[0].name == "entry_msgpack", let strings = PackedStrings.read(fields[0].value) {
            fields = stride(from: 0, to: strings.count - strings.count % 2, by: 2).map {
                Field(name: String(decoding: strings[$0], as: UTF8.self), value: strings[$0 + 1])
            }
        }
        self.init(id: ID(partition: partition, place: StreamPosition(place)), facts: facts, fields: fields)
    }

    init(id: ID, facts: [String: String], fields: [Field]) {
        self.id = id
        self.fields = fields
        group = facts["group"] ?? ""
        consumer = facts["consumer"] ?? ""
        position = facts["position"].flatMap { StreamPosition($0) } ?? .beginning
        attempts = facts["attempts"].flatMap { Int($0) } ?? 0
        reason = facts["reason"] ?? ""
        error = facts["error"] ?? ""
        failedRoutes = (facts["failed_routes"] ?? "").split(separator: " ").map(String.init)
        firstFailure = facts["first_failure"].flatMap { Timestamp($0) }
        lastFailure = facts["last_failure"].flatMap { Timestamp($0) }
        record = Self.record(of: fields)
    }

    private static func record(of fields: [Field]) -> EventRecord? {
        var storage: [UInt8] = []
        var spans = EventRecord.Spans()
        for field in fields {
            let span = EventRecord.Span(start: storage.count, length: field.value.count)
            storage += field.value
            Array(field.name.utf8).withUnsafeBytes { spans.set($0, span) }
        }
        return try? EventRecord(storage: storage, spans: spans)
    }

    /// The event's name; `nil` where the entry is no event.
    public var type: String? { record?.type }

    /// The id of the event's aggregate; empty where the entry is no event or has none.
    public var aggregateID: String { record?.subject ?? "" }

    /// When the letter was written, by the server's clock.
    public var buriedAt: Timestamp { Timestamp(microseconds: Int64(clamping: id.place.milliseconds) &* 1_000) }
}
