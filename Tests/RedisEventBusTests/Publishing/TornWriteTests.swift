import EventBus
import Foundation
import RedisEventBus
import TestSupport
import Testing

/// What `config/redis-start`, by which the servers of these tests are started, makes of an append-only file that a crash cut
/// off or that is broken.
@Suite("An append-only file that a crash left")
struct TornWriteTests {
    private static let configuration = ["appendonly yes", "appendfsync always", "aof-load-truncated no"]

    private func file(of test: TestBus) -> URL {
        test.server.folder.appendingPathComponent("appendonlydir/appendonly.aof.1.incr.aof")
    }

    private func leftovers(of test: TestBus) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(of: test).deletingLastPathComponent().path)
            .filter { $0.contains(".cut-at-") }
    }

    private func publish(_ test: TestBus, _ signature: String) async throws -> PublishReceipt {
        try await test.bus.publish(ParcelDelivered(parcel: "p", signature: signature))
    }

    @Test(
        "half a transaction at the end of the file is cut off before the server starts, and what is published again is there once",
        arguments: [20, 60, 200])
    func torn(missing: Int) async throws {
        try await TestBus.run(configuration: Self.configuration) { test in
            _ = try await publish(test, "first")
            let whole = try Data(contentsOf: file(of: test)).count
            _ = try await publish(test, "second")
            test.server.kill()
            let bytes = try Data(contentsOf: file(of: test))
            try #require(bytes.count - missing > whole, "the second transaction is the one that is cut")
            try bytes.dropLast(missing).write(to: file(of: test))

            try await test.server.start()
            #expect(try Data(contentsOf: file(of: test)).count == whole)
            #expect(try leftovers(of: test).count == 1)
            #expect(try await test.entries(of: test.log).count == 1)
            #expect(try await publish(test, "second").outcome == .appended)
            // Half a transaction that had been left there would count now.
            for _ in 0..<2 { try await test.server.restart() }
            #expect(try await test.entries(of: test.log).count == 2)
            #expect(try await test.entries(of: "test:{parcels:0}:history:parcel:p").count == 2)
        }
    }

    @Test("a file that ends where a write ended is not touched")
    func whole() async throws {
        try await TestBus.run(configuration: Self.configuration) { test in
            _ = try await publish(test, "first")
            let before = try Data(contentsOf: file(of: test))
            try await test.server.restart()
            #expect(try Data(contentsOf: file(of: test)).starts(with: before))
            #expect(try leftovers(of: test).isEmpty)
            #expect(try await test.entries(of: test.log).count == 1)
        }
    }

    @Test("a file that is broken in its middle is left as it is")
    func broken() async throws {
        try await TestBus.run(configuration: Self.configuration) { test in
            _ = try await publish(test, "first")
            let place = try Data(contentsOf: file(of: test)).count
            _ = try await publish(test, "second")
            _ = try await publish(test, "third")
            test.server.kill()
            var bytes = try Data(contentsOf: file(of: test))
            bytes[place] = UInt8(ascii: "x")
            try bytes.write(to: file(of: test))
            await #expect(throws: TestRedisServerError.self) { try await test.server.start() }
            #expect(try Data(contentsOf: file(of: test)) == bytes)
            #expect(try leftovers(of: test).isEmpty)
        }
    }
}
