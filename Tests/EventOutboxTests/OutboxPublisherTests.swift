import EventBus
import Synchronization
import TestSupport
import Testing

@testable import EventOutbox

@Suite("Publishing with an outbox")
struct OutboxPublisherTests {
    private static let doubt = AppendDoubt(text: "somewhere")

    private func bench(limits: OutboxLimits = OutboxLimits()) throws -> (EventOutbox, FakeTransport, OutboxPublisher) {
        let folder = try OutboxFolder()
        let outbox = try EventOutbox(path: folder.file, source: "/tests", limits: limits, logger: quiet)
        let transport = FakeTransport(folder: folder)
        return (outbox, transport, outbox.publisher(over: transport))
    }

    @Test(
        "what a failure means for the event",
        arguments: [
            (.notSent, true, nil, .store), (.notSent, false, nil, .report),
            (.rejected, false, nil, .report), (.rejected, true, nil, .store),
            (.outcomeUnknown, true, doubt, .storeInDoubt(doubt)), (.outcomeUnknown, true, nil, .report),
            (.outcomeUnknown, false, doubt, .report),
        ] as [(PublishError.Outcome, Bool, AppendDoubt?, FailedAppend)])
    func decisions(outcome: PublishError.Outcome, isAway: Bool, doubt: AppendDoubt?, decision: FailedAppend) {
        #expect(FailedAppend(PublishError(outcome, "", doubt: doubt), isAway: isAway) == decision)
    }

    @Test("while the transport takes events nothing is stored, and they keep the id of their receipt")
    func direct() async throws {
        let (outbox, transport, publisher) = try bench()
        let receipt = try await publisher.publish(OrderPlaced("a", 1))
        #expect(receipt.outcome == .appended)
        #expect(transport.state.withLock { $0.log.map(\.envelope.id) } == [receipt.eventID])
        #expect(try await outbox.status().usage.events == 0)
    }

    @Test(
        "an event that was not sent is accepted; later ones of its partition follow it there, others go to the transport"
    )
    func behind() async throws {
        let (outbox, transport, publisher) = try bench()
        transport.state.withLock { $0.failures = [PublishError(.notSent, "no server")] }
        #expect(try await publisher.publish(OrderPlaced("a", 1)).outcome == .accepted)
        #expect(try await publisher.publish(OrderPlaced("a", 2)).outcome == .accepted)
        let elsewhere = try #require(
            ["b", "c", "d", "e"].first {
                orders.partition(ofAggregate: $0) != orders.partition(ofAggregate: "a")
            })
        #expect(try await publisher.publish(OrderPlaced(elsewhere, 3)).outcome == .appended)
        #expect(try await outbox.status().waiting == 2)
        #expect(transport.state.withLock { $0.log.map(\.envelope.subject) } == [elsewhere])
    }

    @Test("what another user of the file has stored is not overtaken either")
    func behindOthers() async throws {
        let (outbox, transport, publisher) = try bench()
        let other = try EventOutbox(path: outbox.path, source: "/others", logger: quiet)
        try await other.write { db in try other.store(OrderPlaced("a", 1), in: db) }
        #expect(try await publisher.publish(OrderPlaced("a", 2)).outcome == .accepted)
        #expect(transport.state.withLock { $0.log.isEmpty })
        #expect(try await outbox.status().waiting == 2)
    }

    @Test("a refused event is thrown and never stored")
    func rejected() async throws {
        let (outbox, transport, publisher) = try bench()
        transport.state.withLock { $0.failures = [PublishError(.rejected, "no")] }
        await #expect(throws: PublishError.self) { try await publisher.publish(OrderPlaced("a", 1)) }
        #expect(try await outbox.status().usage.events == 0)
        do {
            _ = try await publisher.publish(contentsOf: [OrderPlaced("a", 1), OrderPlaced("", 2)])
            Issue.record("an invalid event was taken")
        } catch {
            #expect(error.outcome == .rejected)
            #expect(error.message.contains("number 1 of the batch"))
        }
        #expect(transport.state.withLock { $0.log.isEmpty })
    }

    @Test("an event that the log would refuse for its size is refused at once, not stored; one that fits is stored")
    func tooLarge() async throws {
        let (outbox, transport, publisher) = try bench(limits: OutboxLimits(eventBytes: 50_000))
        transport.state.withLock { $0.isAway = true }
        let large = OrderPlaced(String(repeating: "a", count: 50_000), 1)
        let error = await #expect(throws: PublishError.self) { try await publisher.publish(large) }
        #expect(error?.outcome == .rejected)
        #expect(error?.message.contains("the limit is 50000: store the content elsewhere") == true)
        await #expect(throws: PublishError.self) { try await outbox.write { try outbox.store(large, in: $0) } }
        #expect(try await outbox.status().usage.events == 0)
        let fitting = OrderPlaced(String(repeating: "a", count: 20_000), 1)
        #expect(try await publisher.publish(fitting).outcome == .accepted)
    }

    @Test("an event whose outcome is unknown is stored with what is known; the relay looks for it before it appends")
    func inDoubt() async throws {
        let (outbox, transport, publisher) = try bench()
        transport.state.withLock { state in
            state.failures = [PublishError(.outcomeUnknown, "cut", doubt: Self.doubt)]
            state.settled = .appended(StreamPosition(milliseconds: 9, sequence: 1))
        }
        let found = try await publisher.publish(OrderPlaced("a", 1))
        #expect(found.outcome == .accepted)
        let behind = try await publisher.publish(OrderPlaced("a", 2))
        let relay = PartitionRelay(
            outbox: outbox, transport: transport, partition: OrderPlaced.declaration.outboxPartition(ofAggregate: "a"))
        #expect(try await relay.step() == .advanced)
        #expect(transport.state.withLock { $0.settledIDs } == [found.eventID])
        #expect(try await outbox.status().waiting == 1)
        #expect(try await relay.step() == .advanced)
        #expect(
            transport.state.withLock { $0.log.map(\.envelope.id) } == [behind.eventID], "what was found is not repeated"
        )

        transport.state.withLock { state in
            state.failures = [PublishError(.outcomeUnknown, "cut", doubt: Self.doubt)]
            state.settled = .absent
        }
        let absent = try await publisher.publish(OrderPlaced("a", 3))
        #expect(try await relay.step() == .advanced)
        #expect(try await relay.step() == .advanced)
        #expect(transport.state.withLock { $0.log.last?.envelope.id } == absent.eventID)

        transport.state.withLock { state in
            state.failures = [PublishError(.outcomeUnknown, "cut", doubt: Self.doubt)]
            state.settled = .lost("trimmed")
        }
        let lost = try await publisher.publish(OrderPlaced("a", 4))
        #expect(try await relay.step() == .advanced)
        let status = try await outbox.status()
        #expect(status.waiting == 0 && status.refused.map(\.id) == [lost.eventID])
        #expect(status.refused.first?.reason.contains("trimmed") == true)
    }

    @Test("of a batch that was cut short, what has no receipt is stored, in its order")
    func partial() async throws {
        let (outbox, transport, publisher) = try bench()
        let receipt = PublishReceipt(
            eventID: try #require(EventID("01890a5d-ac96-774b-bcce-b302099a8057")), partition: 0,
            position: .beginning, version: nil, durability: .memory)
        transport.state.withLock { $0.failures = [PublishError(.notSent, "cut", appended: [1: receipt])] }
        let receipts = try await publisher.publish(contentsOf: (0..<3).map { OrderPlaced("a", $0) })
        #expect(receipts.map(\.outcome) == [.accepted, .appended, .accepted])
        #expect(receipts[1] == receipt)
        #expect(try await outbox.status().waiting == 2)
    }

    @Test("what can neither be appended nor stored is an error that says both")
    func neither() async throws {
        let (outbox, transport, publisher) = try bench()
        outbox.close()
        transport.state.withLock { $0.failures = [PublishError(.notSent, "no server")] }
        do {
            _ = try await publisher.publish(OrderPlaced("a", 1))
            Issue.record("published to nowhere")
        } catch {
            #expect(error.outcome == .notSent)
        }
    }
}
