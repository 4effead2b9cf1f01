import Testing

@testable import RedisClient

@Suite("replies of the stream commands")
struct StreamReplyTests {
    @Test("XREADGROUP gives streams, entries and fields; the end of the blocking time gives none")
    func read() throws {
        let streams = try RedisStreamRead.streams(
            reply(
                "*1\r\n*2\r\n$3\r\nlog\r\n*2\r\n*2\r\n$3\r\n1-0\r\n*4\r\n$1\r\na\r\n$1\r\nx\r\n$1\r\nb\r\n$1\r\ny\r\n*2\r\n$3\r\n2-0\r\n*-1\r\n"
            ))
        #expect(streams.map(\.key) == ["log"])
        let entries = try #require(streams.first?.entries)
        #expect(entries.map(\.id.description) == ["1-0", "2-0"])
        #expect(entries[0]["b"]?.string == "y" && entries[0]["c"] == nil)
        #expect(!entries[0].isDeleted && entries[1].isDeleted)
        #expect(try RedisStreamRead.streams(reply("*-1\r\n")).isEmpty)
    }

    @Test("XAUTOCLAIM tells what it took over and what is gone, of old servers too")
    func autoclaim() throws {
        let new = try RedisAutoclaim(
            reply("*3\r\n$3\r\n0-0\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$1\r\na\r\n$1\r\nx\r\n*1\r\n$3\r\n7-0\r\n"))
        #expect(new.next == .zero && new.entries.count == 1 && new.deleted.map(\.description) == ["7-0"])
        let old = try RedisAutoclaim(reply("*2\r\n$3\r\n3-0\r\n*2\r\n*-1\r\n*2\r\n$3\r\n1-0\r\n*-1\r\n"))
        #expect(old.next.description == "3-0" && old.entries.isEmpty && old.deleted.map(\.description) == ["1-0"])
    }

    @Test("XPENDING is read in both forms, empty too")
    func pending() throws {
        let summary = try RedisPendingSummary(
            reply("*4\r\n:2\r\n$3\r\n1-0\r\n$3\r\n2-0\r\n*1\r\n*2\r\n$1\r\nc\r\n$1\r\n2\r\n"))
        #expect(summary.count == 2 && summary.consumers == ["c": 2] && summary.last?.description == "2-0")
        let none = try RedisPendingSummary(reply("*4\r\n:0\r\n$-1\r\n$-1\r\n*-1\r\n"))
        #expect(none.count == 0 && none.first == nil && none.consumers.isEmpty)
        let entries = try RedisPendingEntry.entries(reply("*1\r\n*4\r\n$3\r\n1-0\r\n$1\r\nc\r\n:1500\r\n:3\r\n"))
        #expect(entries.first?.idle == .milliseconds(1_500) && entries.first?.deliveries == 3)
    }

    @Test("an error or another shape is an error", arguments: ["-NOGROUP no such key\r\n", ":1\r\n", "*1\r\n:1\r\n"])
    func wrongShapes(wire: String) throws {
        let reply = try reply(wire)
        #expect(throws: RedisError.self) { try RedisStreamRead.streams(reply) }
        #expect(throws: RedisError.self) { try RedisAutoclaim(reply) }
        #expect(throws: RedisError.self) { try RedisPendingSummary(reply) }
    }
}
