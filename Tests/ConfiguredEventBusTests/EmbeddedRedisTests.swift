import Foundation
import Testing

@testable import ConfiguredEventBus

@Suite("The private Redis")
struct EmbeddedRedisTests {
    private func send(_ command: String, to redis: EmbeddedRedis) -> String? {
        FileDescriptor.connect(toSocket: redis.socketPath)?.exchange(command + "\r\n")
    }

    private func waitUntil(within time: Duration = .seconds(10), _ condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return condition()
    }

    @Test("it keeps what was written for the next start, evicts nothing and has no TCP port")
    func keepsData() async throws {
        let folder = TemporaryPath()
        let first = try await EmbeddedRedis.start(folder: folder.path)
        #expect(first.role == .started)
        #expect(send("SET key kept", to: first) == "+OK\r\n")
        #expect(send("CONFIG GET port", to: first)?.contains("\r\n0\r\n") == true)
        #expect(send("CONFIG GET appendonly", to: first)?.contains("\r\nyes\r\n") == true)
        #expect(send("CONFIG GET appendfsync", to: first)?.contains("\r\neverysec\r\n") == true)
        #expect(send("CONFIG GET maxmemory-policy", to: first)?.contains("noeviction") == true)
        await first.stop()
        #expect(FileDescriptor.connect(toSocket: first.socketPath) == nil)
        let second = try await EmbeddedRedis.start(folder: folder.path)
        #expect(send("GET key", to: second)?.contains("kept") == true)
        await second.stop()
    }

    @Test("a second user joins the server, and it ends with the last of them")
    func joins() async throws {
        let folder = TemporaryPath()
        let first = try await EmbeddedRedis.start(folder: folder.path)
        let second = try await EmbeddedRedis.start(folder: folder.path)
        #expect(first.role == .started)
        #expect(second.role == .joined)
        #expect(first.socketPath == second.socketPath)
        await first.stop()
        #expect(send("PING", to: second) == "+PONG\r\n")
        await second.stop()
        #expect(await waitUntil { FileDescriptor.connect(toSocket: second.socketPath) == nil })
    }

    @Test("two users that start at once share one server")
    func startTogether() async throws {
        let folder = TemporaryPath()
        let path = folder.path
        async let left = EmbeddedRedis.start(folder: path)
        async let right = EmbeddedRedis.start(folder: path)
        let both = try await [left, right]
        #expect(Set(both.map(\.role)) == [.started, .joined])
        for redis in both { await redis.stop() }
        #expect(await waitUntil { FileDescriptor.connect(toSocket: both[0].socketPath) == nil })
    }

    @Test("a user that is released without stopping takes the server down")
    func endsWithItsUser() async throws {
        let folder = TemporaryPath()
        var redis: EmbeddedRedis? = try await EmbeddedRedis.start(folder: folder.path)
        let socket = try #require(redis?.socketPath)
        redis = nil
        #expect(await waitUntil { FileDescriptor.connect(toSocket: socket) == nil })
    }

    @Test("a server that was killed is replaced at the next start")
    func killed() async throws {
        let folder = TemporaryPath()
        let first = try await EmbeddedRedis.start(folder: folder.path)
        let text = try String(contentsOfFile: folder.path + "/redis.pid", encoding: .utf8)
        let processID = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(processID, SIGKILL)
        #expect(await waitUntil { FileDescriptor.connect(toSocket: first.socketPath) == nil })
        let second = try await EmbeddedRedis.start(folder: folder.path)
        #expect(second.role == .started)
        #expect(send("PING", to: second) == "+PONG\r\n")
        await first.stop()
        #expect(send("PING", to: second) == "+PONG\r\n")
        await second.stop()
    }

    @Test("a folder whose path is too long for a socket gets a short one elsewhere")
    func longPath() async throws {
        let folder = TemporaryPath()
        let deep = folder.path + "/" + String(repeating: "long-name-", count: 12)
        let redis = try await EmbeddedRedis.start(folder: deep)
        #expect(redis.socketPath.utf8.count <= EmbeddedRedisLayout.longestSocketPath)
        #expect(send("PING", to: redis) == "+PONG\r\n")
        await redis.stop()
        try? FileManager.default.removeItem(atPath: (redis.socketPath as NSString).deletingLastPathComponent)
    }

    @Test("without a server program the error says how to install one")
    func notInstalled() async {
        let folder = TemporaryPath()
        await #expect(throws: EmbeddedRedisError.notInstalled) {
            try await EmbeddedRedis.start(folder: folder.path, searchPath: "/no/such/folder")
        }
        #expect("\(EmbeddedRedisError.notInstalled)".contains("apt-get install redis-server"))
        #expect("\(EmbeddedRedisError.notInstalled)".contains("brew install redis"))
    }

    @Test("a server that ends at once is an error with the end of its log")
    func brokenData() async throws {
        let folder = TemporaryPath()
        let first = try await EmbeddedRedis.start(folder: folder.path)
        await first.stop()
        let manifest = folder.path + "/appendonlydir/appendonly.aof.manifest"
        try "this is no manifest\n".write(toFile: manifest, atomically: true, encoding: .utf8)
        do {
            let redis = try await EmbeddedRedis.start(folder: folder.path)
            await redis.stop()
            Issue.record("a broken file was accepted")
        } catch {
            guard case .serverEnded(let status, let log) = error else { throw error }
            #expect(status != 0)
            #expect(!log.isEmpty)
        }
    }

    @Test("a server whose folder was removed ends all the same")
    func folderRemoved() async throws {
        let folder = TemporaryPath()
        var redis: EmbeddedRedis? = try await EmbeddedRedis.start(folder: folder.path)
        let text = try String(contentsOfFile: folder.path + "/redis.pid", encoding: .utf8)
        let processID = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try FileManager.default.removeItem(atPath: folder.path)
        redis = nil
        #expect(redis == nil)
        #expect(await waitUntil(within: .seconds(30)) { !isRunning(processID) })
    }

    /// Whether a process runs; one that has ended and that nobody has asked about yet does not.
    private func isRunning(_ processID: pid_t) -> Bool {
        guard kill(processID, 0) == 0 else { return false }
        let status = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8)
        return status?.split(separator: " ").dropFirst(2).first != "Z"
    }

    @Test("a folder that cannot be made is a clear error")
    func unusableFolder() async {
        await #expect(throws: EmbeddedRedisError.self) { try await EmbeddedRedis.start(folder: "/dev/null/eventbus") }
    }

    @Test("the short folder for a socket is refused where others may write to it")
    func unsafeSocketFolder() throws {
        let folder = TemporaryPath()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        #expect(throws: EmbeddedRedisError.socketFolderUnsafe(path: folder.path)) {
            try FolderMaker.makePrivate(folder.path)
        }
    }

    @Test("paths are quoted in the configuration")
    func quoting() {
        let layout = EmbeddedRedisLayout(folder: "/a b/\"c\"", temporaryFolder: "/tmp", user: 1)
        #expect(layout.configurationText.contains("dir \"/a b/\\\"c\\\"\"\n"))
    }
}
