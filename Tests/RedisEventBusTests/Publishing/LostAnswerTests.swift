import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Publishing over a connection that breaks")
struct LostAnswerTests {
    /// What is published: every way by which an event gets into the log.
    enum Kind: CaseIterable, Sendable {
        case plain
        case history
        case shortLivedKey
        case keyAndHistory
        case expectedVersion

        func publish(_ number: Int, to bus: RedisEventBus) async throws(PublishError) -> PublishReceipt {
            switch self {
            case .plain: try await bus.publish(ParcelSent(parcel: "p", weight: number))
            case .history: try await bus.publish(ParcelDelivered(parcel: "p"))
            case .shortLivedKey: try await bus.publish(ParcelDelivered(parcel: "p", signature: "s-\(number)"))
            case .expectedVersion:
                try await bus.publish(
                    ParcelDelivered(parcel: "p"), context: PublishContext(expectedVersion: UInt64(number)))
            case .keyAndHistory: try await bus.publish(ParcelWeighed(parcel: "p", weighing: "w-\(number)"))
            }
        }

        var hasVersions: Bool { self != .plain }
    }

    private func expectVersions(_ receipts: [PublishReceipt], _ kind: Kind) {
        guard kind.hasVersions else { return }
        #expect(receipts.map(\.version) == (1...receipts.count).map { UInt64($0) })
    }

    @Test(
        "cut after any byte of the reply, a publish returns its receipt and the log has it once",
        arguments: Kind.allCases)
    func everyByteOfTheReply(kind: Kind) async throws {
        try await FaultyBus.run { it in
            var receipts: [PublishReceipt] = []
            let length = try await it.byteCount(.toClient) {
                receipts.append(try await kind.publish(receipts.count, to: it.bus))
            }
            for count in 0...length {
                await it.proxy.cut(.toClient, afterBytes: count)
                receipts.append(try await kind.publish(receipts.count, to: it.bus))
            }
            #expect(it.proxy.connectionCount > length)
            try await it.expectEachOnce(receipts)
            expectVersions(receipts, kind)
        }
    }

    @Test(
        "cut after any byte of the request, a publish returns its receipt and the log has it once",
        arguments: [Kind.plain, .keyAndHistory])
    func everyByteOfTheRequest(kind: Kind) async throws {
        try await FaultyBus.run { it in
            var receipts: [PublishReceipt] = []
            let length = try await it.byteCount(.toServer) {
                receipts.append(try await kind.publish(100_000 + receipts.count, to: it.bus))
            }
            for count in 0...length {
                await it.proxy.cut(.toServer, afterBytes: count)
                receipts.append(try await kind.publish(100_000 + receipts.count, to: it.bus))
            }
            #expect(it.proxy.connectionCount > length)
            try await it.expectEachOnce(receipts)
            expectVersions(receipts, kind)
        }
    }

    @Test(
        "a request that the network delivers after the publisher has tried again comes too late",
        arguments: Kind.allCases)
    func halfOpenRequest(kind: Kind) async throws {
        try await FaultyBus.run(commandTimeout: .milliseconds(150)) { it in
            var receipts = [try await kind.publish(0, to: it.bus)]
            for number in 1...5 {
                await it.proxy.freeze(.toServer)
                receipts.append(try await kind.publish(number, to: it.bus))
                #expect(it.proxy.heldByteCount(.toServer) > 0 || it.proxy.connectionCount > number)
                await it.proxy.thaw()
                // One round trip on the same server, so that what the proxy passed on has been seen.
                try await it.client.command("PING")
            }
            try await it.expectEachOnce(receipts)
            expectVersions(receipts, kind)
        }
    }

    @Test("a reply that never comes is replaced by what the log says", arguments: Kind.allCases)
    func halfOpenReply(kind: Kind) async throws {
        try await FaultyBus.run(commandTimeout: .milliseconds(150)) { it in
            var receipts = [try await kind.publish(0, to: it.bus)]
            for number in 1...3 {
                await it.proxy.freeze(.toClient)
                receipts.append(try await kind.publish(number, to: it.bus))
            }
            await it.proxy.thaw()
            try await it.expectEachOnce(receipts)
            expectVersions(receipts, kind)
        }
    }

    @Test(
        "a batch that is cut anywhere is appended once, in order, as a transaction and event by event",
        arguments: [["a", "b", "c"], ["a", "a", "b"]])
    func batches(parcels: [String]) async throws {
        try await FaultyBus.run { it in
            var receipts: [PublishReceipt] = []
            func publish() async throws {
                receipts += try await it.bus.publish(contentsOf: parcels.map { ParcelDelivered(parcel: $0) })
            }
            let length = try await it.byteCount(.toClient, of: publish)
            for count in stride(from: 0, through: length, by: 3) {
                await it.proxy.cut(.toClient, afterBytes: count)
                try await publish()
            }
            let request = try await it.byteCount(.toServer, of: publish)
            for count in stride(from: 1, through: request, by: 37) {
                await it.proxy.cut(.toServer, afterBytes: count)
                try await publish()
            }
            try await it.expectEachOnce(receipts)
            let positions = receipts.compactMap(\.position)
            #expect(positions == positions.sorted() || Set(parcels).count == 3)
            var versions: [String: UInt64] = [:]
            for (index, receipt) in receipts.enumerated() {
                let parcel = parcels[index % parcels.count]
                versions[parcel, default: 0] += 1
                #expect(receipt.version == versions[parcel])
            }
        }
    }

    @Test("the event id and the moment are those of the first try")
    func sameEvent() async throws {
        try await FaultyBus.run { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            await it.proxy.cut(.toServer, afterBytes: 20)
            await it.proxy.delay(.milliseconds(500))
            let before = Timestamp.now
            let receipt = try await it.bus.publish(ParcelSent(parcel: "p", weight: 2))
            let time = try await it.direct.command("XREVRANGE", it.log, "+", "-", "COUNT", "1")[0][1][9].string
            let written = try #require(time.flatMap { Timestamp($0) })
            #expect(abs(written.microseconds - before.microseconds) < 400_000)
            #expect(try await it.entries().last?.id == receipt.eventID.description)
        }
    }

    @Test("without the right to close connections a lost event is still found, and an absent one is not appended again")
    func killDenied() async throws {
        try await FaultyBus.run(commandTimeout: .milliseconds(150), user: "+@all -client|kill") { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 0))
            await it.proxy.cut(.toClient, afterBytes: 3)
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            #expect(try await it.entries().count == 2)
            await it.proxy.freeze(.toServer)
            let error = await #expect(throws: PublishError.self) {
                try await it.bus.publish(ParcelSent(parcel: "p", weight: 2))
            }
            #expect(error?.outcome == .outcomeUnknown)
            #expect(error?.message.contains("+client|kill") == true, "\(String(describing: error))")
            await it.proxy.thaw()
            let hasCome = try await eventually { try await it.entries().count == 3 }
            #expect(hasCome)
            // What the script recognises is tried again all the same.
            await it.proxy.freeze(.toServer)
            let receipt = try await it.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            await it.proxy.thaw()
            try await it.client.command("PING")
            #expect(receipt.outcome == .appended)
            #expect(try await it.entries().count == 4)
            await it.proxy.freeze(.toServer)
            let expecting = try await it.bus.publish(
                ParcelDelivered(parcel: "p"), context: PublishContext(expectedVersion: 1))
            await it.proxy.thaw()
            try await it.client.command("PING")
            #expect(expecting.version == 2)
            #expect(try await it.entries().count == 5)
        }
    }

    @Test("where the log was trimmed beyond the last known position, nobody knows, and nothing is appended again")
    func trimmed() async throws {
        try await FaultyBus.run(commandTimeout: .milliseconds(300)) { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 0))
            await it.proxy.freeze(.toServer)
            async let publishing: PublishReceipt = it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            #expect(await eventually { it.proxy.heldByteCount(.toServer) > 0 })
            for _ in 0..<3 { try await it.direct.command("XADD", it.log, "*", "id", "x", "type", "t", "data", "{}") }
            try await it.direct.command("XTRIM", it.log, "MAXLEN", "1")
            do {
                _ = try await publishing
                Issue.record("a receipt for an event that may have been trimmed")
            } catch {
                let error = try #require(error as? PublishError)
                #expect(error.outcome == .outcomeUnknown)
                #expect(error.message.contains("trimmed"), "\(error)")
            }
            #expect(try await it.entries().count == 1)
        }
    }

    @Test("a server that is killed and started again gets what is missing, once")
    func restart() async throws {
        try await FaultyBus.run(configuration: ["appendonly yes"]) { it in
            var receipts = [try await Kind.history.publish(0, to: it.bus)]
            for number in 1...3 {
                await it.proxy.freeze(number.isMultiple(of: 2) ? .toClient : .toServer)
                async let publishing: PublishReceipt = Kind.history.publish(number, to: it.bus)
                let isHeld = await eventually {
                    it.proxy.heldByteCount(.toServer) + it.proxy.heldByteCount(.toClient) > 0
                }
                #expect(isHeld)
                it.server.kill()
                await it.proxy.cutAll()
                try await it.server.start()
                receipts.append(try await publishing)
            }
            try await it.expectEachOnce(receipts)
            expectVersions(receipts, .history)
        }
    }

    @Test("the retries run out with the number of tries, and without a receipt the event was not sent")
    func exhausted() async throws {
        let policy = PublishPolicy(
            retry: PublishRetryPolicy(maximumRetries: 3, baseDelay: .milliseconds(1), maximumDelay: .milliseconds(2)))
        try await FaultyBus.run(publishing: policy, commandTimeout: .milliseconds(50)) { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 0))
            await it.proxy.refuseConnections()
            let error = await #expect(throws: PublishError.self) {
                try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            }
            #expect(error?.outcome != .rejected)
            #expect(error?.tries == 4 || error?.outcome == .outcomeUnknown)
            if error?.tries == 4 { #expect(error?.description.contains("(4 tries over ") == true) }
        }
    }

    @Test("many publishers over a connection that breaks at random: each event once, versions without a gap")
    func property() async throws {
        var random = SeededGenerator("publishers over a breaking connection")
        try await FaultyBus.run(commandTimeout: .milliseconds(250)) { it in
            let publishing = Task {
                try await withThrowingTaskGroup(of: [PublishReceipt].self) { tasks in
                    for task in 0..<24 {
                        tasks.addTask {
                            var receipts: [PublishReceipt] = []
                            for number in 0..<30 {
                                let parcel = "p-\(task)"
                                switch (task + number) % 4 {
                                case 0: receipts.append(try await it.bus.publish(ParcelDelivered(parcel: parcel)))
                                case 1:
                                    let event = ParcelWeighed(parcel: parcel, weighing: "\(task)-\(number)")
                                    receipts.append(try await it.bus.publish(event))
                                case 2:
                                    let events = [ParcelDelivered(parcel: parcel), ParcelDelivered(parcel: parcel)]
                                    receipts += try await it.bus.publish(contentsOf: events)
                                default:
                                    let event = ParcelDelivered(parcel: parcel, signature: "\(task)-\(number)")
                                    receipts.append(try await it.bus.publish(event))
                                }
                            }
                            #expect(receipts.map(\.version) == (1...receipts.count).map { UInt64($0) })
                            return receipts
                        }
                    }
                    return try await tasks.reduce(into: []) { $0 += $1 }
                }
            }
            let isDone = Task {
                _ = await publishing.result
                return true
            }
            var faults = 0
            while faults < 40 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: await it.proxy.cut(.toClient, afterBytes: Int.random(in: 0..<2_000, using: &random))
                case 1: await it.proxy.cut(.toServer, afterBytes: Int.random(in: 0..<20_000, using: &random))
                case 2: await it.proxy.cutAll()
                default:
                    await it.proxy.freeze()
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0..<300, using: &random)))
                    await it.proxy.thaw()
                }
                faults += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 1..<20, using: &random)))
            }
            await it.proxy.disarm()
            _ = await isDone.value
            try await it.expectEachOnce(try await publishing.value)
        }
    }
}
