import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusChaos

@Suite("What roles write down")
struct FactTests {
    private static let event = EventName(AggregateName(publisher: 3, life: 17, ordinal: 123_456), 42)
    private static let run = Fact.Run(attempt: 3, epoch: 1_766_000_000_123, at: Moment(nanoseconds: 987_654_321))

    static let facts: [Fact] = [
        .intended(event, at: Moment(nanoseconds: 5)),
        .acknowledged(event, StreamPosition(milliseconds: 1_766_000_000_123, sequence: 7)), .accepted(event),
        .refused(event),
        .doubtful(event), .begun(event, run), .completed(event, run), .rejected(event, run), .taken(event),
        .worked(event),
        .seen(event, partition: 3),
    ]

    @Test("every fact is read as it was written", arguments: facts)
    func roundTrip(_ fact: Fact) {
        let line = Array(fact.line.utf8)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(Fact(line: line.dropLast()) == fact)
    }

    @Test("a line that was cut anywhere is not mistaken for the fact it was", arguments: facts)
    func torn(_ fact: Fact) {
        let line = Array(fact.line.utf8).dropLast()
        for end in line.indices where end > 0 { #expect(Fact(line: line[..<end]) != fact) }
    }

    @Test("names of events are read as they were written, and sort by aggregate and number")
    func names() {
        var random = SeededGenerator("names of events")
        var names: [EventName] = []
        for _ in 0..<1_000 {
            let aggregate = AggregateName(
                publisher: .random(in: 0..<64, using: &random), life: .random(in: 0..<1_024, using: &random),
                ordinal: .random(in: 0..<(1 << 24), using: &random))
            let name = EventName(aggregate, .random(in: 1..<(1 << 24), using: &random))
            #expect(EventName(Array(name.description.utf8)) == name)
            #expect(EventName(walk: name.aggregate.description, number: Int64(name.number)) == name)
            #expect(name.aggregate == aggregate)
            names.append(name)
        }
        for (left, right) in zip(names, names.dropFirst()) where left.aggregate == right.aggregate {
            #expect((left < right) == (left.number < right.number))
        }
    }

    @Test(
        "what is no name is refused",
        arguments: ["", ":", "1.2.3", "1.2.3:", "1.2.3:0", "1.2:3", "64.1.1:1", "1.1024.1:1", "1.2.3:x", "1.2.3:4 "])
    func noName(_ text: String) {
        #expect(EventName(Array(text.utf8)) == nil)
    }

    @Test("of a process that was killed all whole lines are read, and the torn one is left out")
    func killed() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "facts-\(UInt32.random(in: .min ... .max))"
        ).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FactFile(path: path)
        file.write(Self.facts[0])
        file.write(Self.facts)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.append(contentsOf: Array(Self.facts[4].line.utf8).prefix(9))
        try bytes.write(to: URL(fileURLWithPath: path))
        var read: [Fact] = []
        try FactFile.read(path: path) { read.append($0) }
        #expect(read == [Self.facts[0]] + Self.facts)
    }
}
