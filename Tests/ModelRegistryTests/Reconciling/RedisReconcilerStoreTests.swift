import ModelRegistry
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import ConfiguredModelRegistry

@Suite("What reconcilers keep in Redis")
struct RedisReconcilerStoreTests {
    private func onServer(
        _ work: (RedisReconcilerStore, RedisClient) async throws -> Void
    ) async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let bus = RedisEventBus(client: client, events: [], namespace: "test", source: "tests")
        try await work(RedisReconcilerStore(bus: bus), client)
        await client.close()
        await server.stop()
    }

    @Test("one holds it; the others are refused until it gives it up or its time is over")
    func holding() async throws {
        try await onServer { store, client in
            func holds(_ instance: String, _ time: Duration = .seconds(60)) async throws -> Bool {
                try await store.hold(instance, for: time)
            }
            var answers = [try await holds("a"), try await holds("a"), try await holds("b")]
            #expect(answers == [true, true, false], "who has it keeps it")
            await store.release("b")
            answers = [try await holds("b")]
            #expect(answers == [false], "who does not have it can't give it up")
            await store.release("a")
            answers = [try await holds("b", .milliseconds(1))]
            #expect(answers == [true])
            let isOver = try await eventually { try await holds("a") }
            #expect(isOver)
            let left = try await client.command("PTTL", "test:{mlflow}:lease").integer ?? 0
            #expect(left > 50_000)
        }
    }

    @Test("the mark and the notes come back as they were saved, and what can't be read is passed over")
    func record() async throws {
        try await onServer { store, client in
            var loaded = try await store.load()
            #expect(loaded == ReconcilerRecord())
            var unfinished = UnfinishedVersions([:], interval: .seconds(30), maximumAge: .seconds(3_600))
            let names = [ModelVersionName(model: "a/b", version: "1"), ModelVersionName(model: "c", version: "12")]
            for name in names { _ = unfinished.note(name, .pending, now: 1_000) }
            try await store.save(mark: 7, unfinished.takeChanges())
            loaded = try await store.load()
            #expect(loaded == ReconcilerRecord(mark: 7, unfinished: unfinished.notes))
            unfinished.finish(names[0])
            try await store.save(mark: 8, unfinished.takeChanges())
            try await client.command("HSET", "test:{mlflow}:unfinished", "no name", "x")
            loaded = try await store.load()
            #expect(loaded.mark == 8)
            #expect(Set(loaded.unfinished.keys) == [names[1]])
        }
    }
}
