import EventBus
import Foundation
import HokusaiEvents
import RedisClient
import TestSupport
import Testing

@Suite("a bridge that is killed")
struct KilledBridgeTests {
    private static let list = "hokusai:token_deployed_queue"

    /// The program, which is built beside the tests.
    private static var program: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            var folder = URL(fileURLWithPath: tests).deletingLastPathComponent()
            while folder.path != "/" {
                let program = folder.appending(path: "eventbus").path
                if FileManager.default.isExecutableFile(atPath: program) { return program }
                folder = folder.deletingLastPathComponent()
            }
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "eventbus beside \(tests)"])
        }
    }

    @Test("with kill -9 at any moment, every message is in the log once, in its order")
    func kills() async throws {
        try await FleetBus.run { test in
            let total = 3_000
            let hashes = (1...total).map { number in
                let digits = String(number, radix: 16)
                return "0x" + String(repeating: "0", count: 64 - digits.count) + digits
            }
            for hash in hashes { try await test.push(Answers.answer(hash: hash, model: "m/\(hash.suffix(1))/MSG-AI")) }
            var kills = 0
            var random = SeededGenerator("a bridge that is killed")
            while try await test.length(of: Self.list) + test.length(of: Self.list + ":processing") > 0 {
                let before = try await test.client.command("XLEN", "hokusai:{model_lifecycle:0}:log").integer ?? 0
                let bridge = try ForeignWorker(
                    [Self.program, "bridge", "--from-list", Self.list],
                    environment: [
                        "REDIS_URL": test.server.url,
                        "EVENTBUS_CATALOGUE": Fleet.root.appending(path: "config/fleet").path,
                    ])
                // It is killed while it brings messages in, at whatever step it is then.
                let some = Int64.random(in: 50...700, using: &random)
                let moved = try await eventually(within: .seconds(30)) {
                    let length = try await test.client.command("XLEN", "hokusai:{model_lifecycle:0}:log").integer ?? 0
                    let left = try await test.length(of: Self.list) + test.length(of: Self.list + ":processing")
                    return length >= before + some || left == 0
                }
                #expect(moved)
                try bridge.kill()
                guard moved else { break }
                kills += 1
            }
            #expect(kills > 3)
            let events = try await test.events()
            #expect(try events.map { try $0.decode(Deployed.self).transactionHash } == hashes)
            #expect(try await test.length(of: Self.list + ":dlq") == 0)
        }
    }
}
