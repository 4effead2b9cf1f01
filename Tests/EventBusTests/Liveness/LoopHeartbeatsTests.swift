import EventBus
import TestSupport
import Testing

@Suite("The heartbeats of loops")
struct LoopHeartbeatsTests {
    struct Broken: Error, CustomStringConvertible {
        let description = "broken"
    }

    private let loops = LoopHeartbeats()

    @Test("a loop is as old as its last turn, and dead beyond its bound")
    func ages() async throws {
        try await loops.run("a", bound: .seconds(5)) { heartbeat in
            let began = ContinuousClock.now
            #expect(loops.statuses(now: began + .seconds(4)).map(\.isDead) == [false])
            #expect(loops.statuses(now: began + .seconds(6)).map(\.isDead) == [true])
            try await Task.sleep(for: .milliseconds(20))
            let turned = ContinuousClock.now
            #expect((loops.statuses(now: turned).first?.age ?? .zero) >= .milliseconds(20))
            heartbeat.beat()
            #expect(loops.statuses(now: turned).map(\.age) == [.zero])
            #expect(loops.statuses(now: turned + .seconds(4)).map(\.isDead) == [false])
        }
        #expect(loops.statuses().isEmpty)
    }

    @Test("waiting for what may take for ever is no sign of death, and its end is a turn")
    func pauses() async throws {
        try await loops.run("a", bound: .seconds(5)) { heartbeat in
            await heartbeat.pausing {
                #expect(loops.statuses(now: .now + .seconds(3_600)).map(\.isDead) == [false])
            }
            #expect(loops.statuses(now: .now + .seconds(6)).map(\.isDead) == [true])
        }
    }

    @Test("a loop whose turns fail says of what, and is alive")
    func failingTurns() async throws {
        try await loops.run("a") { heartbeat in
            heartbeat.note(failure: "nobody answers")
            #expect(loops.statuses().map(\.failure) == ["nobody answers"])
            #expect(loops.statuses().map(\.isDead) == [false])
            heartbeat.note(failure: nil)
            #expect(loops.statuses().map(\.failure) == [nil])
        }
    }

    @Test("a failed loop stays until one of its name begins; a cancelled one does not")
    func fails() async throws {
        await #expect(throws: Broken.self) { try await loops.run("a") { _ in throw Broken() } }
        await #expect(throws: CancellationError.self) { try await loops.run("b") { _ in throw CancellationError() } }
        let statuses = loops.statuses()
        #expect(statuses.map(\.name) == ["a"])
        #expect(statuses.map(\.isDead) == [true])
        #expect(statuses.map(\.failure) == ["broken"])
        try await loops.run("a") { _ in #expect(loops.statuses().map(\.isDead) == [false]) }
        #expect(loops.statuses().isEmpty)
    }

    @Test("whoever tries again on a loop's behalf finds it, in child tasks too")
    func isFound() async throws {
        try await loops.run("a", bound: .milliseconds(1)) { _ in
            try await Task.sleep(for: .milliseconds(5))
            let before = ContinuousClock.now
            #expect(loops.statuses(now: before).map(\.isDead) == [true])
            await withTaskGroup { tasks in tasks.addTask { LoopHeartbeat.current?.beat() } }
            #expect(loops.statuses(now: before).map(\.isDead) == [false])
        }
    }
}
