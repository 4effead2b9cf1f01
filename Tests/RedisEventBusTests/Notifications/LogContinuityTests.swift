import EventBus
import RedisClient
import Testing

@testable import RedisEventBus

@Suite("Whether a log continues what was read, without a server")
struct LogContinuityTests {
    /// A case of the table: what the server says, where the reader stands, and what follows.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let position: UInt64
        var standing = LogContinuity.Standing.read
        var isPresent = false
        let log: LogFacts
        var relation = ServerLineage.Relation.same
        let expected: LogContinuity
    }

    @Test(
        "each state of a log is judged for what it is",
        arguments: [
            Case(
                testDescription: "the entry is there", position: 5, isPresent: true, log: log(1, 9, added: 9),
                expected: .intact),
            Case(
                testDescription: "retention removed more than was read", position: 3,
                log: log(8, 9, added: 9, removed: 7, through: 7), expected: .trimmed(through: at(7))),
            Case(
                testDescription: "retention removed exactly what was read", position: 7,
                log: log(8, 9, added: 9, removed: 7, through: 7), expected: .intact),
            Case(
                testDescription: "a reader from an empty log that was overtaken", position: 0,
                log: log(8, 9, added: 9, removed: 7, through: 7), expected: .trimmed(through: at(7))),
            Case(
                testDescription: "one that begins with whatever is first misses nothing", position: 0, standing: .first,
                log: log(8, 9, added: 9, removed: 7, through: 7), expected: .intact),
            Case(
                testDescription: "all was read and all was trimmed", position: 9,
                log: log(nil, 9, added: 9, removed: 9, through: 9), expected: .intact),
            Case(
                testDescription: "trimmed by somebody else", position: 3, log: log(8, 9, added: 9),
                expected: .trimmed(through: at(8).previous)),
            Case(
                testDescription: "emptied by somebody else", position: 3, log: log(nil, 9, added: 9),
                expected: .trimmed(through: at(9))),
            Case(
                testDescription: "emptied by somebody else after all was read", position: 9, log: log(nil, 9, added: 9),
                expected: .intact),
            Case(
                testDescription: "the entry was deleted by hand", position: 5, log: log(1, 9, added: 9, deleted: 5),
                expected: .intact),
            Case(
                testDescription: "the log is gone", position: 5, log: LogFacts(), expected: .lost(resumeAfter: at(0))),
            Case(
                testDescription: "a new log under an older clock", position: 5, log: log(1, 2, added: 2),
                expected: .lost(resumeAfter: at(0))),
            Case(
                testDescription: "a replica took over that had less", position: 5, log: log(1, 3, added: 3),
                relation: .successor, expected: .lost(resumeAfter: at(3))),
            Case(
                testDescription: "a server that came back with less", position: 5, log: log(1, 3, added: 3),
                relation: .unrelated, expected: .lost(resumeAfter: at(3))),
            Case(
                testDescription: "a new log that goes on behind what was read", position: 5, log: log(8, 9, added: 2),
                expected: .lost(resumeAfter: at(5))),
            Case(
                testDescription: "a place that somebody typed", position: 5, log: log(8, 9, added: 2),
                relation: .unknown, expected: .intact),
            Case(
                testDescription: "a replica took over that had less, and went on", position: 5,
                log: log(1, 9, added: 8), relation: .successor, expected: .lost(resumeAfter: at(5))),
            Case(
                testDescription: "a moment of the future", position: 50, standing: .chosen, log: log(1, 9, added: 9),
                expected: .intact),
            Case(
                testDescription: "a moment of which everything is there", position: 5, standing: .chosen,
                log: log(1, 9, added: 8), expected: .intact),
            Case(
                testDescription: "a moment since when entries were trimmed", position: 3, standing: .chosen,
                log: log(8, 9, added: 9, removed: 7, through: 7), expected: .trimmed(through: at(7))),
        ])
    func judged(_ test: Case) {
        let judged = LogContinuity(
            after: Self.at(test.position), test.standing, isPresent: test.isPresent, test.log, test.relation)
        #expect(judged == test.expected)
    }

    @Test("the common end is the last entry before the first that nobody has read")
    func commonEnd() {
        func end(_ seen: [UInt64], _ present: [UInt64]) -> UInt64? {
            LogContinuity.commonEnd(seen: seen.map(Self.at), present: present.map(Self.at))?.milliseconds
        }
        #expect(end([1, 2, 3], [1, 2, 3]) == 3)
        #expect(end([1, 2, 3], [1, 2]) == 2)
        #expect(end([1, 3, 5], [1, 2, 3]) == 1, "2 was written after the failover, and was never read")
        #expect(end([1, 2, 3], []) == nil)
        #expect(end([4, 5], [3, 6]) == nil)
    }

    @Test("a server knows its own cursors, those of the one it took over from, and no others")
    func lineage() {
        let server = ServerLineage(id: "aaaaaaaa11", previous: "bbbbbbbb22")
        #expect(server.relation(to: "aaaaaaaa") == .same)
        #expect(server.relation(to: "bbbbbbbb") == .successor)
        #expect(server.relation(to: "cccccccc") == .unrelated)
        #expect(server.relation(to: nil) == .unknown)
        #expect(ServerLineage(id: "a", previous: "0000").previous == nil)
    }

    @Test("a cursor's text is read back; the form without a server is read too; anything else is refused")
    func cursorText() {
        let plain = Cursor(positions: [Self.at(1), Self.at(2)])
        #expect(plain.description == "1-0,2-0" && Cursor("1-0,2-0") == plain)
        let full = Cursor(positions: [Self.at(1)], server: "0a1b2c3d")
        #expect(full.description == "1-0@0a1b2c3d" && Cursor("1-0@0a1b2c3d") == full)
        for text in ["", "@0a1b2c3d", "1-0@", "1-0@short", "1-0@0A1B2C3D", "1-0@0a1b2c3d@", "1-0,", "now"] {
            #expect(Cursor(text) == nil, "\(text)")
        }
    }

    @Test("a window counts what went through it, and finds the place that leaves so many")
    func windowPlaces() throws {
        var window = TailWindow(after: .beginning, capacity: 4)
        for number in UInt64(1)...6 {
            let entry = LogEntry(try RedisReply(parsing: Array("*2\r\n$3\r\n\(number)-0\r\n$-1\r\n".utf8)))
            window.append([try #require(entry)])
        }
        #expect(window.count == 6 && window.floor == Self.at(3))
        #expect(window.place(leaving: 1) == (Self.at(5), 5))
        #expect(window.place(leaving: 2) == (Self.at(4), 4))
        #expect(window.place(leaving: 100) == (Self.at(3), 3))
        guard case .ahead = window.entries(after: Self.at(7), limit: 9) else {
            Issue.record("a place that nobody has seen is taken for the end")
            return
        }
        guard case .entries(let entries, let number) = window.entries(after: Self.at(5), limit: 9) else {
            Issue.record("no entries")
            return
        }
        #expect(entries.map(\.position) == [Self.at(6)] && number == 5)
    }

    static func at(_ milliseconds: UInt64) -> StreamPosition { StreamPosition(milliseconds: milliseconds, sequence: 0) }

    static func log(
        _ first: UInt64?, _ last: UInt64, added: Int, removed: Int = 0, through: UInt64 = 0, deleted: UInt64 = 0
    ) -> LogFacts {
        var log = LogFacts()
        log.first = first.map(at)
        log.last = at(last)
        log.added = added
        log.length = first.map { Int(last - $0) + 1 } ?? 0
        log.lastDeleted = at(deleted)
        log.trimmed = LogFacts.TrimRecord(through: at(through), removed: removed)
        return log
    }
}
