import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

/// The promise of a subscription under random faults: what is in the log is seen by every subscriber, in order and once.
@Suite("Subscribers under faults", .serialized)
struct SubscriberFaultTests {
    private enum Fault: CaseIterable, Sendable {
        case cutReaders, cutAll, restart, freeze, demote, flushScripts
    }

    @Test(
        "cut connections, restarts, demotions, freezes: fast, slow and resumed readers see each entry, in order and once"
    )
    func faults() async throws {
        try await TestBus.run(configuration: ["appendonly yes", "appendfsync always"]) { test in
            var random = SeededGenerator("subscribers under faults")
            let isOver = Flag()
            let writer = Task { try await write(test, until: isOver) }
            let seeds = (0..<6).map { _ in UInt64.random(in: .min ... .max, using: &random) }
            let readers = seeds.enumerated().map { index, seed in
                Task { try await read(test, style: index % 3, seed: seed, until: isOver) }
            }
            for _ in 0..<25 {
                guard let fault = Fault.allCases.randomElement(using: &random) else { continue }
                try await inflict(fault, on: test.server, &random)
                let pause = Int.random(in: 5...80, using: &random)
                try await Task.sleep(for: .milliseconds(pause))
            }
            isOver.set()
            try await writer.value
            let truth = try await test.client.command("XRANGE", test.log, "-", "+").compactMap { $0[0].string }
            // The last entry of all ends every reader.
            for reader in readers {
                let seen = try await reader.value
                #expect(seen == truth)
            }
            #expect(truth.count > 25)
        }
    }

    /// Says to all tasks that the faults are over.
    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isSet: Bool { state.withLock { $0 } }
        func set() { state.withLock { $0 = true } }
    }

    private func inflict(_ fault: Fault, on server: TestRedisServer, _ random: inout SeededGenerator) async throws {
        switch fault {
        case .cutReaders: server.ask("CLIENT KILL TYPE normal SKIPME yes")
        case .cutAll:
            for _ in 0..<3 { server.ask("CLIENT KILL TYPE normal SKIPME yes") }
        case .restart: try await server.restart()
        case .freeze:
            server.pause()
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...300, using: &random)))
            server.resume()
        case .demote:
            server.ask("REPLICAOF 127.0.0.1 1")
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...100, using: &random)))
            server.ask("REPLICAOF NO ONE")
        case .flushScripts: server.ask("SCRIPT FLUSH")
        }
    }

    /// Publishes until it is told to end, then one last event; what fails is not repeated: the log is the truth.
    private func write(_ test: TestBus, until isOver: Flag) async throws {
        var number = 0
        while !isOver.isSet {
            number += 1
            _ = try? await test.bus.publish(contentsOf: [ParcelSent(parcel: "p", weight: number)])
            if number.isMultiple(of: 50) { try await Task.sleep(for: .milliseconds(1)) }
        }
        while (try? await test.bus.publish(ParcelSent(parcel: "p", weight: -1))) == nil {}
        // One whose outcome was lost may stand before it; the very last ends the readers.
        while (try? await test.bus.publish(ParcelSent(parcel: "p", weight: -2))) == nil {}
    }

    /// Reads to the last event; 0: as fast as it can, 1: slowly, 2: on a client of its own, resumed from its cursor's text.
    private func read(
        _ test: TestBus, style: Int, seed: UInt64, until isOver: Flag
    ) async throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let (client, bus) = style == 2 ? try TestBus.connect(to: test.server) : (test.client, test.bus)
        var seen: [String] = []
        var start = EventSubscription.Start.beginning
        while true {
            let patience = style == 2 ? Int.random(in: 1...400, using: &random) : .max
            var count = 0
            for try await event in bus.subscribe(to: parcels, from: start) {
                seen.append(event.position.description)
                count += 1
                let cursor = Cursor(event.cursor.description)
                start = .after(try #require(cursor))
                if try event.record.decode(ParcelSent.self).weight == -2 {
                    if style == 2 { await client.close() }
                    return seen
                }
                if style == 1, !isOver.isSet, Int.random(in: 0..<20, using: &random) == 0 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                if count == patience { break }
            }
        }
    }
}
