import EventBus
import RedisClient
import Testing

@testable import RedisEventBus

@Suite("What a publisher knows of the server")
struct PublisherKnowledgeTests {
    private func position(_ milliseconds: UInt64) -> StreamPosition {
        StreamPosition(milliseconds: milliseconds, sequence: 0)
    }

    @Test("entries behind a position may be gone only if some are, and the first or the highest deleted is behind it")
    func forgotten() {
        let floor = position(5)
        func mayHaveForgotten(
            last: UInt64, first: UInt64?, deleted: UInt64 = 0, length: Int, appended: Int?
        ) -> Bool {
            LogExtent(
                last: position(last), first: first.map(position), highestDeleted: position(deleted), length: length,
                appended: appended
            ).mayHaveForgotten(after: floor)
        }
        // Nothing was ever removed.
        #expect(!mayHaveForgotten(last: 9, first: 6, length: 3, appended: 3))
        // Trimmed up to before the floor, to it, and beyond it.
        #expect(!mayHaveForgotten(last: 9, first: 4, length: 3, appended: 10))
        #expect(!mayHaveForgotten(last: 9, first: 5, length: 3, appended: 10))
        #expect(mayHaveForgotten(last: 9, first: 6, length: 3, appended: 10))
        // Trimmed to nothing, with and without anything behind the floor.
        #expect(!mayHaveForgotten(last: 5, first: nil, length: 0, appended: 10))
        #expect(mayHaveForgotten(last: 6, first: nil, length: 0, appended: 10))
        // Deleted by hand behind the floor, and before it.
        #expect(mayHaveForgotten(last: 9, first: 1, deleted: 7, length: 8, appended: 9))
        #expect(!mayHaveForgotten(last: 9, first: 1, deleted: 3, length: 8, appended: 9))
        // A server that does not count.
        #expect(mayHaveForgotten(last: 9, first: 6, length: 3, appended: nil))
        #expect(!mayHaveForgotten(last: 9, first: 2, length: 3, appended: nil))
        // A log that was never written to.
        #expect(!LogExtent.none.mayHaveForgotten(after: .beginning))
    }

    @Test("no fence, no certain absence")
    func fences() {
        let denied = RedisServerError(line: "NOPERM no")
        func absence(_ fence: RedisFence, floor: StreamPosition? = .beginning) -> Settlement.Absence {
            Settlement.absence(fence: fence, floor: floor, extent: .none)
        }
        #expect(absence(.closed) == .certain && absence(.inUse) == .certain)
        #expect(absence(.denied(denied)) == .unfenced(denied) && absence(.untold) == .unfenced(nil))
        #expect(absence(.closed, floor: nil) == .unknownFloor)
    }

    @Test("publishing stops at the high water mark of maxmemory, and nowhere where there is none")
    func headroom() {
        var headroom = MemoryHeadroom(highWater: 0.8)
        #expect(!headroom.isFull)
        for (used, limit, isFull) in [(79, 100, false), (80, 100, true), (80, nil, false)] as [(UInt64, UInt64?, Bool)]
        {
            headroom.heard(.init(used: used, limit: limit, evictionPolicy: "noeviction"), at: 0)
            #expect(headroom.isFull == isFull)
        }
        let facts = ServerFacts(
            info: "used_memory:104857600\r\nmem_not_counted_for_evict:10485760\r\nmaxmemory:104857600")
        headroom.heard(MemoryHeadroom.Report(facts), at: 0)
        #expect(headroom.lastReport?.used == 94_371_840)
        #expect(headroom.refusal.outcome == .rejected)
        #expect(headroom.refusal.message.contains("90.0 of its 100.0 MiB"), "\(headroom.refusal)")
        #expect(headroom.refusal.message.contains("at 80 %"))
    }

    @Test("it is asked at most once a second, once a minute without a limit, and at once after a refusal")
    func asking() {
        var headroom = MemoryHeadroom(highWater: 0.9)
        func asks(_ now: UInt64) -> Bool { headroom.shouldAsk(at: now) }
        headroom.heard(.init(used: 1, limit: 10, evictionPolicy: nil), at: 10_000)
        #expect([10_000, 10_999, 11_000, 11_500, 12_000].map { asks($0) } == [false, false, true, false, true])
        headroom.forget()
        #expect([12_001, 12_002].map { asks($0) } == [true, false])
        // A clock that was set back.
        #expect([5_000, 5_001].map { asks($0) } == [true, false])
        headroom.heard(.init(used: 1, limit: nil, evictionPolicy: nil), at: 100_000)
        #expect([101_000, 159_999, 160_000].map { asks($0) } == [false, false, true])
    }

    @Test("keys are safe where nothing is evicted, or nothing is known")
    func eviction() {
        var headroom = MemoryHeadroom(highWater: 0.9)
        #expect(!headroom.mayEvict)
        let cases: [(UInt64?, String?, Bool)] = [
            (100, "noeviction", false), (100, "allkeys-lru", true), (100, "volatile-ttl", true),
            (nil, "allkeys-lru", false), (100, nil, false),
        ]
        for (limit, policy, mayEvict) in cases {
            headroom.heard(.init(used: 0, limit: limit, evictionPolicy: policy), at: 0)
            #expect(headroom.mayEvict == mayEvict)
        }
    }

    @Test(
        "the first byte that is not UTF-8 is found",
        arguments: [
            ([], nil), (Array("aä€😀".utf8), nil), ([0x61, 0xff, 0x61], 1), ([0xc3], 0), ([0x61, 0xe2, 0x82], 1),
            ([0xc3, 0xa4, 0xed, 0xa0, 0x80], 2), ([0xf0, 0x9f, 0x98, 0x80, 0x80], 4), ([0xc0, 0x80], 0),
        ] as [([UInt8], Int?)])
    func utf8(bytes: [UInt8], offset: Int?) {
        #expect(UTF8Check.firstInvalidByte(of: bytes) == offset)
    }
}
