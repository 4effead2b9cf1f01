import NIOCore
import TestSupport
import Testing

@testable import RedisClient

/// The pipeline as a value: waiters are numbers.
@Suite("the pipeline of a connection")
struct CommandPipelineTests {
    typealias Pipeline = CommandPipeline<Int>

    private let later = NIODeadline.uptimeNanoseconds(1_000)
    private let error = RedisError(.connectionLost, "gone", delivery: .outcomeUnknown)

    private func told(_ completions: [Pipeline.Completion]) -> [String] {
        completions.map { completion in
            let outcome =
                switch completion.outcome {
                case .reply(let reply): "\(reply)"
                case .replies(let replies): "\(replies)"
                case .failure(let error): "\(error.code) \(error.delivery)"
                }
            return "\(completion.waiter): \(outcome)"
        }
    }

    private func text(_ buffer: ByteBuffer?) -> String? { buffer.map { String(buffer: $0) } }

    @Test("replies go to those who sent, in order, however the batches fall")
    func repliesInOrder() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: later)
        _ = pipeline.submit(2, commands(["B"], ["C"], ["D"]), deadline: later)
        _ = pipeline.submit(3, commands(["E"]), deadline: later)
        #expect(text(pipeline.takeOutgoing())?.filter(\.isLetter) == "ABCDE")
        #expect(pipeline.takeOutgoing() == nil)

        var completions: [Pipeline.Completion] = []
        #expect(pipeline.receive(try batch(":1\r\n:2\r\n"), completions: &completions))
        #expect(told(completions) == ["1: 1"])
        completions = []
        #expect(pipeline.receive(try batch(":3\r\n"), completions: &completions))
        #expect(completions.isEmpty)
        #expect(pipeline.receive(try batch("-ERR x\r\n:5\r\n"), completions: &completions))
        #expect(told(completions) == ["2: [2, 3, -ERR x]", "3: 5"])
        #expect(pipeline.isEmpty && pipeline.inFlightCommands == 0)
    }

    @Test("a reply that nobody asked for is noticed")
    func unexpectedReply() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: later)
        var completions: [Pipeline.Completion] = []
        // Not even sent yet.
        #expect(!pipeline.receive(try batch(":1\r\n"), completions: &completions))
        _ = pipeline.takeOutgoing()
        #expect(!pipeline.receive(try batch(":1\r\n:2\r\n"), completions: &completions))
        #expect(told(completions) == ["1: 1"])
    }

    @Test("cancelling what was sent drops its reply and leaves the neighbours theirs")
    func cancelSent() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: later)
        let second = pipeline.submit(2, commands(["B"], ["B"]), deadline: later)
        _ = pipeline.submit(3, commands(["C"]), deadline: later)
        _ = pipeline.takeOutgoing()
        let gone = pipeline.cancel(second)
        #expect(gone.map { told([$0]) } == ["2: cancelled outcomeUnknown"])
        let again = pipeline.cancel(second)
        #expect(again?.waiter == nil)
        var completions: [Pipeline.Completion] = []
        #expect(pipeline.receive(try batch(":1\r\n:2\r\n:3\r\n:4\r\n"), completions: &completions))
        #expect(told(completions) == ["1: 1", "3: 4"])
        let unknown = pipeline.cancel(99)
        #expect(unknown?.waiter == nil)
    }

    @Test("cancelling what was not sent takes its bytes out of the next write")
    func cancelQueued() throws {
        for victim in 0..<3 {
            var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
            let ids = ["A", "B", "C"].enumerated().map { index, name in
                pipeline.submit(index, commands([name, "x"]), deadline: later)
            }
            let gone = pipeline.cancel(ids[victim])
            #expect(gone.map { told([$0]) } == ["\(victim): cancelled notSent"])
            let names = ["A", "B", "C"].enumerated().filter { $0.offset != victim }.map(\.element)
            #expect(text(pipeline.takeOutgoing())?.filter(\.isUppercase) == names.joined())
            var completions: [Pipeline.Completion] = []
            #expect(pipeline.receive(try batch(":1\r\n:2\r\n"), completions: &completions))
            #expect(completions.map(\.waiter) == [0, 1, 2].filter { $0 != victim })
            #expect(pipeline.isEmpty && pipeline.inFlightCommands == 0)
        }
    }

    @Test("past the limit callers wait their turn, and get it in order as replies come")
    func backPressure() throws {
        var pipeline = Pipeline(maximumCommands: 2, maximumBytes: 10_000)
        let ids = (0..<5).map { pipeline.submit($0, commands(["C\($0)"]), deadline: later) }
        #expect(pipeline.suspendedCallers == 3)
        #expect(text(pipeline.takeOutgoing())?.contains("C1") == true)
        #expect(pipeline.takeOutgoing() == nil)
        // One who waits for room may leave; the order of the rest stays.
        let gone = pipeline.cancel(ids[3])
        #expect(gone.map { told([$0]) } == ["3: cancelled notSent"])
        var completions: [Pipeline.Completion] = []
        #expect(pipeline.receive(try batch(":0\r\n:1\r\n"), completions: &completions))
        let next = try #require(text(pipeline.takeOutgoing()))
        #expect(next.contains("C2") && next.contains("C4") && !next.contains("C3"))
        #expect(pipeline.receive(try batch(":2\r\n:4\r\n"), completions: &completions))
        #expect(completions.map(\.waiter) == [0, 1, 2, 4])
        #expect(pipeline.isEmpty && pipeline.suspendedCallers == 0)
    }

    @Test("room is counted in bytes too, and what is larger than all of it goes alone")
    func backPressureByBytes() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 64)
        let large = String(repeating: "x", count: 500)
        _ = pipeline.submit(1, commands(["A", large]), deadline: later)
        _ = pipeline.submit(2, commands(["B"]), deadline: later)
        #expect(pipeline.suspendedCallers == 1)
        _ = pipeline.takeOutgoing()
        var completions: [Pipeline.Completion] = []
        #expect(pipeline.receive(try batch(":1\r\n"), completions: &completions))
        #expect(pipeline.suspendedCallers == 0)
        #expect(text(pipeline.takeOutgoing())?.contains("B") == true)
    }

    @Test("a lost connection fails what was sent as unknown, the rest as not sent, and all once")
    func connectionLost() throws {
        var pipeline = Pipeline(maximumCommands: 3, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: later)
        let second = pipeline.submit(2, commands(["B"]), deadline: later)
        _ = pipeline.takeOutgoing()
        _ = pipeline.submit(3, commands(["C"]), deadline: later)
        _ = pipeline.submit(4, commands(["D"]), deadline: later)
        _ = pipeline.cancel(second)
        var completions: [Pipeline.Completion] = []
        pipeline.failAll(with: error, completions: &completions)
        #expect(
            told(completions) == [
                "1: connectionLost outcomeUnknown", "3: connectionLost notSent", "4: connectionLost notSent",
            ])
        #expect(pipeline.isEmpty && !pipeline.hasOutgoing && pipeline.inFlightCommands == 0)
        // It serves the next connection.
        let next = pipeline.submit(5, commands(["E"]), deadline: later)
        #expect(next == 5)
        _ = pipeline.takeOutgoing()
        completions = []
        #expect(pipeline.receive(try batch("+OK\r\n"), completions: &completions))
        #expect(told(completions) == ["5: +OK"])
    }

    @Test("deadlines end exactly the waits that are over, and say whether the connection is stuck")
    func deadlines() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: .uptimeNanoseconds(10))
        _ = pipeline.submit(2, commands(["B"]), deadline: .uptimeNanoseconds(30))
        #expect(pipeline.nextDeadline == .uptimeNanoseconds(10))
        var completions: [Pipeline.Completion] = []
        #expect(!pipeline.expire(now: .uptimeNanoseconds(9), reason: nil, completions: &completions))
        #expect(completions.isEmpty)
        // Not sent: nothing is stuck, and its bytes are withdrawn.
        #expect(!pipeline.expire(now: .uptimeNanoseconds(10), reason: nil, completions: &completions))
        #expect(told(completions) == ["1: timeout notSent"])
        #expect(text(pipeline.takeOutgoing())?.filter(\.isLetter) == "B")
        completions = []
        #expect(pipeline.expire(now: .uptimeNanoseconds(30), reason: nil, completions: &completions))
        #expect(told(completions) == ["2: timeout outcomeUnknown"])
        #expect(pipeline.nextDeadline == nil)
        #expect(!pipeline.expire(now: .uptimeNanoseconds(40), reason: nil, completions: &completions))
    }

    @Test("what could not be sent for want of a connection fails with the connection's error")
    func deadlineWithReason() throws {
        var pipeline = Pipeline(maximumCommands: 100, maximumBytes: 10_000)
        _ = pipeline.submit(1, commands(["A"]), deadline: .uptimeNanoseconds(10))
        var completions: [Pipeline.Completion] = []
        let reason = RedisError(.notConnected, "refused", delivery: .outcomeUnknown)
        _ = pipeline.expire(now: .uptimeNanoseconds(10), reason: reason, completions: &completions)
        #expect(told(completions) == ["1: notConnected notSent"])
    }

    @Test("whatever happens in whatever order, everybody is woken exactly once, with the right reply")
    func randomWalk() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var pipeline = Pipeline(
                maximumCommands: Int.random(in: 1...8, using: &random),
                maximumBytes: Int.random(in: 20...400, using: &random))
            // The model: what the server has been sent and not answered, by command, as the text it echoes.
            var unanswered: [String] = []
            var ids: [Int: Int] = [:]
            var woken: [Int: Int] = [:]
            var completions: [Pipeline.Completion] = []
            var waiters = 0
            func settle() {
                for completion in completions {
                    woken[completion.waiter, default: 0] += 1
                    switch completion.outcome {
                    case .reply(let reply):
                        #expect(reply.string == "\(completion.waiter).0", "seed \(seed)")
                    case .replies(let replies):
                        #expect(
                            replies.enumerated().allSatisfy {
                                $0.element.string == "\(completion.waiter).\($0.offset)"
                            },
                            "seed \(seed)")
                    case .failure: break
                    }
                }
                completions = []
            }
            for step in 0..<120 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<4:
                    var batch = RedisCommands()
                    for index in 0..<Int.random(in: 1...3, using: &random) { batch.append("\(waiters).\(index)") }
                    ids[waiters] = pipeline.submit(
                        waiters, batch,
                        deadline: .uptimeNanoseconds(UInt64(step + Int.random(in: 1...60, using: &random))))
                    waiters += 1
                case 4..<6:
                    if let bytes = pipeline.takeOutgoing() {
                        let parsed = try batch(String(buffer: bytes))
                        unanswered += parsed.map { $0[0].string ?? "" }
                    }
                case 6..<8:
                    let count = Int.random(in: 0...unanswered.count, using: &random)
                    guard count > 0 else { continue }
                    let wire = unanswered.prefix(count).map { "+\($0)\r\n" }.joined()
                    unanswered.removeFirst(count)
                    #expect(pipeline.receive(try batch(wire), completions: &completions), "seed \(seed)")
                case 8:
                    let victim = Int.random(in: 0...waiters, using: &random)
                    if let id = ids[victim], let completion = pipeline.cancel(id) { completions.append(completion) }
                default:
                    if Bool.random(using: &random) {
                        let isStuck = pipeline.expire(
                            now: .uptimeNanoseconds(UInt64(step)), reason: nil, completions: &completions)
                        guard isStuck else { continue }
                    } else if Int.random(in: 0..<4, using: &random) != 0 {
                        continue
                    }
                    pipeline.failAll(with: error, completions: &completions)
                    unanswered = []
                }
                settle()
            }
            pipeline.failAll(with: error, completions: &completions)
            settle()
            #expect(woken.count == waiters && woken.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        }
    }
}
