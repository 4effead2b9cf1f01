import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Appends whose answers were lost, settled later")
struct DoubtTests {
    private func encoded(_ parcel: String) throws -> EncodedEvent {
        let id = try #require(EventID("01890a5d-ac96-774b-bcce-b302099a8057"))
        return EncodedEvent(
            envelope: EventEnvelope(
                id: id, type: "parcel_sent", version: "1.2.0", source: "tests", time: .now, subject: parcel),
            idempotencyKey: nil, payload: Array(#"{"parcel":"\#(parcel)","weight":1}"#.utf8))
    }

    /// Appends an event so that its answer is lost.
    private func lose(_ event: EncodedEvent, on it: FaultyBus) async throws -> AppendDoubt {
        do {
            _ = try await it.bus.append([event], of: ParcelSent.declaration)
        } catch {
            #expect(error.outcome == .outcomeUnknown && error.tries == 1)
            return try #require(error.doubt)
        }
        throw RedisError(.unexpectedReply, "nothing was lost", delivery: .answered)
    }

    @Test("what an outbox keeps is tried once; another process finds out whether the log has it")
    func appended() async throws {
        try await FaultyBus.run { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let event = try encoded("q")
            await it.proxy.cut(.toClient, afterBytes: 4)
            let doubt = try await lose(event, on: it)
            let (client, bus) = try TestBus.connect(to: it.server)
            let settled = try await bus.settle(event, doubt)
            let last = try #require(try await it.entries().last)
            #expect(last.id == event.envelope.id.description)
            #expect(settled == .appended(try #require(StreamPosition(last.position))))
            await client.close()
        }
    }

    @Test("what is absent is absent for good: the bytes that arrive later have no effect")
    func absent() async throws {
        try await FaultyBus.run(commandTimeout: .milliseconds(150)) { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let event = try encoded("q")
            await it.proxy.freeze(.toServer)
            let doubt = try await lose(event, on: it)
            let (client, bus) = try TestBus.connect(to: it.server)
            #expect(try await bus.settle(event, doubt) == .absent)
            await it.proxy.thaw()
            try await client.command("PING")
            #expect(try await it.entries().count == 1)
            await client.close()
        }
    }

    @Test("what can't be known is said: trimmed, unreadable, not in the catalogue")
    func lost() async throws {
        try await FaultyBus.run { it in
            for _ in 0..<3 { try await it.bus.publish(ParcelSent(parcel: "p", weight: 1)) }
            let event = try encoded("q")
            try await it.direct.command("XTRIM", it.log, "MAXLEN", "1")
            let run = try #require(it.client.health.runID)
            for (text, reason) in [
                ("client=1 run=\(run) 0=1-1", "trimmed"), ("client=1 run=\(run)", "no position"),
                ("junk", "unreadable"),
                ("0=1-1", "run_id"),
            ] {
                let settled = try await it.bus.settle(event, AppendDoubt(text: text))
                guard case .lost(let why) = settled, why.contains(reason) else {
                    Issue.record("\(text): \(settled)")
                    continue
                }
            }
        }
    }
}
