import EventBus
import Testing

@Suite("the vocabulary")
struct VocabularyTests {
    @Test(
        "a position reads what Redis writes, and nothing else",
        arguments: [
            ("0-0", StreamPosition.beginning),
            ("1732187097000-12", StreamPosition(milliseconds: 1_732_187_097_000, sequence: 12)),
            ("7", StreamPosition(milliseconds: 7, sequence: 0)), ("", nil), ("-1", nil), ("1-", nil), ("1-2-3", nil),
            ("a-1", nil),
            ("18446744073709551616-0", nil),
        ] as [(String, StreamPosition?)])
    func positions(text: String, position: StreamPosition?) {
        #expect(StreamPosition(text) == position)
    }

    @Test("positions are ordered as the log is, first by time, then by sequence")
    func order() {
        let positions = ["0-0", "9-0", "9-1", "10-0"].compactMap { StreamPosition($0) }
        #expect(positions == positions.reversed().sorted())
    }

    @Test("ids are UUIDs of version 7 that carry their moment and never repeat")
    func ids() throws {
        var source = EventIDSource()
        let ids = (0..<1_000).map { _ in source.next(milliseconds: 0x0123_4567_89ab) }
        #expect(Set(ids).count == 1_000)
        for id in ids {
            let text = id.description
            #expect(text.hasPrefix("01234567-89ab-7"))
            #expect("89ab".contains(try #require(Array(text).dropFirst(19).first)))
            #expect(EventID(text) == id)
            #expect(EventID(text.uppercased()) == id)
        }
        #expect(EventID("01234567-89ab-7000-8000-00000000000") == nil)
        #expect(EventID("0123456789ab-7000-8000-000000000000x") == nil)
    }

    @Test(
        "the pause between attempts doubles up to its cap",
        arguments: [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (100, 30)])
    func backoff(failed: Int, seconds: Int) {
        #expect(RetryBackoff().cap(afterAttempts: failed) == .seconds(seconds))
    }

    @Test("full jitter draws from the whole interval")
    func jitter() {
        var random = SystemRandomNumberGenerator()
        let pauses = (0..<1_000).map { _ in RetryBackoff().pause(afterAttempts: 3, using: &random) }
        #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .seconds(4) })
        #expect(pauses.contains { $0 < .seconds(1) } && pauses.contains { $0 > .seconds(3) })
    }

    @Test("an aggregate's partition never changes: the hash is part of the storage layout")
    func partition() {
        let stream = StreamDeclaration(name: "s", partitions: 8)
        #expect(["a", "b", "msg-model/1/msg-ai", ""].map(stream.partition(ofAggregate:)) == [4, 5, 1, 5])
        #expect(StreamDeclaration(name: "s").partition(ofAggregate: "a") == 0)
    }
}
