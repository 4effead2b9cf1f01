import EventBus
import Foundation
import RedisClient
import RedisEventBus
import TestSupport

/// Where a run takes place: a folder, a private server, and a connection to it that no fault is done to.
struct Stage: Sendable {
    static let namespace = "chaos"
    /// The list that nobody takes from.
    static let keptList = "chaos:kept"
    /// The list that workers of this bus take from.
    static let jobList = "chaos:jobs"
    /// The list that workers of other languages take from, and where an item goes from there.
    static let workList = "chaos:work"
    static let processingList = "chaos:work:processing"
    static let deadList = "chaos:work:dlq"
    static let doneList = "chaos:work:done"

    /// The lists that are empty when all work is done.
    static let workLists = [workList, processingList, jobList, "\(jobList):processing"]
    /// The lists of what workers gave up on.
    static let deadLists = [deadList, "\(jobList):dlq"]

    static let stream = StepTaken.declaration.stream
    static let layout = KeyLayout(namespace: namespace)
    static let logs = (0..<stream.partitions).map { layout.log(stream.name, $0) }

    /// The groups that must handle everything.
    static let groups = stream.groups.map { Ledger.Group(name: $0.name, order: $0.order) }

    let folder: URL
    let server: TestRedisServer
    let client: RedisClient

    /// Starts the server. It syncs before it answers: with `everysec` it may answer before it has written, and a server
    /// that is killed then loses what it had confirmed.
    init(seed: UInt64) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "chaos-\(seed)-\(getpid())", isDirectory: true)
        for name in ["facts", "logs"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        server = try await TestRedisServer(
            configuration: ["appendonly yes", "appendfsync always", "maxmemory-policy noeviction"])
        var configuration = try RedisConfiguration(url: server.url)
        configuration.commandTimeout = .seconds(2)
        configuration.connectTimeout = .seconds(1)
        configuration.circuitBreaker.failureThreshold = .max
        configuration.clientName = "conductor"
        client = RedisClient(configuration: configuration)
    }

    /// Ends the server; the folder stays.
    func close() async {
        await client.close()
        server.kill()
    }

    /// The file for the outbox of a publisher.
    func outbox(_ publisher: Int) -> String { folder.appendingPathComponent("outbox-\(publisher).sqlite").path }

    /// The file for the facts of one life.
    func facts(of witness: Witness) -> String { folder.appendingPathComponent("facts/\(witness)").path }

    /// The file for what one life logs.
    func log(of witness: Witness) -> String { folder.appendingPathComponent("logs/\(witness)").path }

    /// Asks until the server answers with something other than an error, at most for `patience`; `nil` if it does not.
    @discardableResult
    func ask(_ command: [String], patience: Duration = .seconds(15)) async -> RedisReply? {
        let end = ContinuousClock.now + patience
        var commands = RedisCommands()
        commands.append(command[0], Array(command.dropFirst()))
        while ContinuousClock.now < end {
            if let reply = try? await client.reply(to: commands), reply.error == nil { return reply }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// How many entries were ever added to the logs that there are; `nil` while the server does not answer.
    func logLength() async -> Int? {
        var length = 0
        for log in Self.logs {
            guard let exists = await ask(["EXISTS", log], patience: .milliseconds(1))?.integer else { return nil }
            guard exists == 1 else { continue }
            guard let info = await ask(["XINFO", "STREAM", log], patience: .milliseconds(1)) else { return nil }
            for at in stride(from: 0, to: info.count - 1, by: 2) where info[at].string == "entries-added" {
                length += Int(info[at + 1].integer ?? 0)
            }
        }
        return length
    }
}
