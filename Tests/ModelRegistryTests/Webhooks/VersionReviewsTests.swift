import Synchronization
import TestSupport
import Testing

@testable import ModelRegistry

struct VersionReviewsTests {
    /// A review that waits until it is let go, and counts.
    final class Gate: Sendable {
        private struct State {
            var began: [ModelVersionName] = []
            var inHand = 0
            var mostInHand = 0
            var isOpen = false
            var waiting: [CheckedContinuation<Void, Never>] = []
        }
        private let state = Mutex(State())

        var began: [ModelVersionName] { state.withLock { $0.began } }
        var mostInHand: Int { state.withLock { $0.mostInHand } }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func review(_ name: ModelVersionName) async -> ReviewResult {
            let number = state.withLock { state in
                state.began.append(name)
                state.inHand += 1
                state.mostInHand = max(state.mostInHand, state.inHand)
                return state.began.count
            }
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            state.withLock { $0.inHand -= 1 }
            return ReviewResult(
                modelName: name.model, modelVersion: "\(number)", modelID: nil, standing: .pending([]))
        }
    }

    private let one = ModelVersionName(model: "a", version: "1")

    @Test("ten who ask while a review runs share the next one, and it begins after them")
    func sharing() async throws {
        let gate = Gate()
        let reviews = VersionReviews { await gate.review($0) }
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask { try await reviews.review(one).modelVersion }
            #expect(await eventually { gate.began.count == 1 })
            for _ in 0..<10 { group.addTask { try await reviews.review(one).modelVersion } }
            #expect(await eventually { await reviews.asked == 11 })
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == ["1"] + Array(repeating: "2", count: 10))
        #expect(gate.began == [one, one])
    }

    @Test("whoever asks within the delay shares a review, and another delay is another review")
    func gathering() async throws {
        let gate = Gate()
        gate.open()
        let reviews = VersionReviews { await gate.review($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { _ = try await reviews.review(one, after: .milliseconds(200)) } }
            try await group.waitForAll()
        }
        #expect(gate.began.count == 1)
        _ = try await reviews.review(one)
        #expect(gate.began.count == 2)
    }

    @Test("so many versions are reviewed at a time, and all of them in the end")
    func concurrency() async throws {
        let gate = Gate()
        let reviews = VersionReviews(concurrency: 3) { await gate.review($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = try await reviews.review(ModelVersionName(model: "a", version: "\(number)")) }
            }
            #expect(await eventually { await reviews.asked == 20 })
            #expect(await eventually { gate.began.count == 3 })
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.began.count == 20)
        #expect(gate.mostInHand <= 3)
    }

    @Test("more than can wait are refused, and those that wait are not")
    func bounds() async throws {
        let gate = Gate()
        let reviews = VersionReviews(concurrency: 1, maximumWaiting: 2) { await gate.review($0) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<6 {
                group.addTask {
                    do {
                        _ = try await reviews.review(ModelVersionName(model: "a", version: "\(number)"))
                        return true
                    } catch is VersionReviews.Full {
                        return false
                    }
                }
                #expect(await eventually { await reviews.asked == number + 1 })
                if number == 0 { #expect(await eventually { gate.began.count == 1 }) }
            }
            gate.open()
            let taken = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            #expect(taken == 3)
        }
    }

    @Test("a review that fails tells all who wait, and the next one is a new one")
    func failing() async throws {
        struct Broken: Error {}
        let fails = Mutex(true)
        let reviews = VersionReviews { name in
            if fails.withLock({ $0 }) { throw Broken() }
            return ReviewResult(modelName: name.model, modelVersion: name.version, modelID: nil, standing: .ready)
        }
        await #expect(throws: Broken.self) { _ = try await reviews.review(one) }
        fails.withLock { $0 = false }
        #expect(try await reviews.review(one).standing == .ready)
    }
}
