import EventBus
import RedisClient
import Testing

@testable import RedisEventBus

@Suite("Dead letters of groups, read")
struct DeadLetterValueTests {
    /// A letter as a reply of the server.
    private func letter(_ changes: [String: String] = [:], entry: [(String, String)]? = nil) throws -> DeadLetter {
        let facts = [
            ("group", "g"), ("consumer", "c"), ("position", "5-1"), ("attempts", "3"), ("reason", "attempts_used_up"),
            ("error", "No Van"), ("failed_routes", ""), ("first_failure", "2026-11-21T09:12:33.507397Z"),
            ("last_failure", "2026-11-21T09:12:40.000000Z"),
        ].map { ($0.0, changes[$0.0] ?? $0.1) }
        let own = entry ?? [("id", "x"), ("type", "parcel_sent"), ("subject", "p-1"), ("data", "{}")]
        let strings = (facts + own).flatMap { [$0.0, $0.1] }
        let place = changes["letter"] ?? "1000-7"
        let wire =
            "*2\r\n$\(place.utf8.count)\r\n\(place)\r\n*\(strings.count)\r\n"
            + strings.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        return try #require(DeadLetter(RedisReply(parsing: wire.utf8), partition: 2))
    }

    @Test("nine fields about the failure, then the entry's own, whatever they are called")
    func fields() throws {
        let read = try letter(
            ["failed_routes": "a b"], entry: [("error", "own"), ("id", "x"), ("type", "parcel_sent"), ("data", "{}")])
        #expect("\(read.id)" == "2/1000-7" && DeadLetter.ID("2/1000-7") == read.id)
        #expect(read.group == "g" && read.consumer == "c" && read.position == StreamPosition("5-1"))
        #expect(read.attempts == 3 && read.reason == "attempts_used_up" && read.error == "No Van")
        #expect(read.failedRoutes == ["a", "b"])
        #expect(read.firstFailure?.description == "2026-11-21T09:12:33.507397Z" && read.lastFailure != nil)
        #expect(read.fields.map(\.name) == ["error", "id", "type", "data"])
        #expect(read.type == "parcel_sent" && read.record?.data == Array("{}".utf8))
        #expect(read.buriedAt == Timestamp(microseconds: 1_000_000))
    }

    @Test("an entry that is no event has its bytes and no record")
    func noEvent() throws {
        let read = try letter(entry: [("hello", "junk")])
        #expect(read.record == nil && read.type == nil && read.aggregateID.isEmpty)
        #expect(read.fields.map { String(decoding: $0.value, as: UTF8.self) } == ["junk"])
    }

    @Test(
        "what is no id of a letter is none", arguments: ["", "1", "1-1", "-1/1-1", "0/1", "0/a-b", "0/1-1/2", "a/1-1"])
    func ids(text: String) {
        #expect(DeadLetter.ID(text) == nil)
    }

    @Test("packed strings are read in each of their sizes, and nothing else is", arguments: [0, 1, 15, 16, 40, 70_000])
    func packed(count: Int) {
        // As MessagePack writes them.
        func header(_ small: UInt8, _ limit: Int, _ wide: [(UInt8, Int)], _ count: Int) -> [UInt8] {
            if count < limit { return [small | UInt8(count)] }
            let (code, bytes) = wide.first { count < 1 << (8 * $0.1) } ?? wide[wide.count - 1]
            return [code] + (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        }
        let strings = (0..<count).map {
            Array(repeating: UInt8(truncatingIfNeeded: $0), count: min($0 * 7, 70_000) % 1_000)
        }
        var bytes = header(0x90, 16, [(0xdc, 2), (0xdd, 4)], count)
        for string in strings { bytes += header(0xa0, 32, [(0xd9, 1), (0xda, 2), (0xdb, 4)], string.count) + string }
        #expect(PackedStrings.read(bytes) == strings)
        #expect(PackedStrings.read(bytes + [0]) == nil)
        #expect(PackedStrings.read(bytes.dropLast()) == nil)
        #expect(PackedStrings.read([0x91, 0x01]) == nil && PackedStrings.read([]) == nil)
        #expect(PackedStrings.read([0xdd, 0xff, 0xff, 0xff, 0xff]) == nil)
    }

    @Test(
        "a filter lets pass what fits all that it says",
        arguments: [
            ("nothing set", DeadLetterFilter(), true),
            ("its type", filter { $0.types = ["other", "parcel_sent"] }, true),
            ("another type", filter { $0.types = ["other"] }, false),
            ("its group", filter { $0.groups = ["g"] }, true), ("another group", filter { $0.groups = ["h"] }, false),
            ("a part of its error", filter { $0.error = "no v" }, true),
            ("another error", filter { $0.error = "no bus" }, false),
            ("its position", filter { $0.positions = [StreamPosition(milliseconds: 5, sequence: 1)] }, true),
            ("another position", filter { $0.positions = [.beginning] }, false),
            ("its id", filter { $0.ids = Set([DeadLetter.ID("2/1000-7")].compactMap(\.self)) }, true),
            ("another partition's", filter { $0.ids = Set([DeadLetter.ID("1/1000-7")].compactMap(\.self)) }, false),
            ("before then", filter { $0.before = Timestamp(microseconds: 1_000_001) }, true),
            ("before its own moment", filter { $0.before = Timestamp(microseconds: 1_000_000) }, false),
            ("since its own moment", filter { $0.since = Timestamp(microseconds: 1_000_000) }, true),
            ("since later", filter { $0.since = Timestamp(microseconds: 1_000_001) }, false),
            (
                "its type and another group",
                filter {
                    $0.types = ["parcel_sent"]; $0.groups = ["h"]
                }, false
            ),
        ])
    func filters(name: String, filter: DeadLetterFilter, passes: Bool) throws {
        #expect(filter.matches(try letter()) == passes, "\(name)")
    }
}

private func filter(_ change: (inout DeadLetterFilter) -> Void) -> DeadLetterFilter {
    var filter = DeadLetterFilter()
    change(&filter)
    return filter
}
