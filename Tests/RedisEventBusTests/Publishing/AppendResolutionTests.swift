import EventBus
import RedisClient
import Testing

@testable import RedisEventBus

@Suite("What to do about a publish that failed")
struct AppendResolutionTests {
    private let policy = PublishRetryPolicy(maximumRetries: 2, baseDelay: .seconds(1), maximumDelay: .seconds(30))
    private let connection = RedisConnectionIdentity(clientID: 7, runID: "run")
    private var lost: RedisError {
        RedisError(.connectionLost, "broke", delivery: .outcomeUnknown, connection: connection)
    }
    private let absent = RedisError(.notConnected, "refused", delivery: .notSent)

    private func resolution(
        _ count: Int = 1, _ unity: AppendBatch.Unity = .each, recognised: Set<Int> = [],
        policy: PublishRetryPolicy? = nil
    ) -> AppendResolution {
        var resolution = AppendResolution(
            policy ?? self.policy, unity: unity, isRecognised: (0..<count).map { recognised.contains($0) })
        _ = resolution.begin()
        return resolution
    }

    private func receipt(_ number: UInt64) -> PublishReceipt {
        PublishReceipt(
            eventID: EventIDSource.fixed(number), partition: 0,
            position: StreamPosition(milliseconds: number, sequence: 0), version: nil, durability: .memory)
    }

    private func refused(_ code: String) -> AppendResolution.Answer {
        let error = RedisServerError(line: "\(code) words")
        return .refused(PublishError(RedisError(error)), error.isRetriable ? .passing : .lasting)
    }

    /// An action in a word or two.
    private func words(_ action: AppendResolution.Action) -> String {
        switch action {
        case .send(let events): "send \(events)"
        case .settle(let events, let connection): "settle \(events) on \(connection?.clientID ?? 0)"
        case .pause(let time): "pause \(time)"
        case .finish(let receipts): "finish \(receipts.compactMap { $0.position?.milliseconds })"
        case .fail(let error): "fail \(error.outcome) \(error.appended.keys.sorted())"
        }
    }

    @Test("what was not sent is sent again after a random part of a doubling delay, until the tries run out")
    func notSent() {
        var it = resolution()
        #expect(words(it.failed(absent, fraction: 0.5)) == "pause 0.5 seconds")
        #expect(words(it.paused()) == "send [0]")
        #expect(words(it.failed(absent, fraction: 0.5)) == "pause 1.0 seconds")
        #expect(words(it.paused()) == "send [0]")
        #expect(it.tries == 3)
        #expect(words(it.failed(absent, fraction: 0.5)) == "fail notSent []")
    }

    @Test("a lost answer is settled before anything is sent again")
    func lostAnswer() {
        var it = resolution()
        #expect(words(it.failed(lost, fraction: 1)) == "settle [0] on 7")
        #expect(words(it.settled(found: [:], absence: .certain, fraction: 1)) == "pause 1.0 seconds")
        #expect(words(it.paused()) == "send [0]")
        #expect(words(it.answered([0: .receipt(receipt(5))], fraction: 1)) == "finish [5]")
    }

    @Test("what the log has is a receipt, and is not sent again")
    func found() {
        var it = resolution(3)
        #expect(words(it.failed(lost, fraction: 1)) == "settle [0, 1, 2] on 7")
        #expect(words(it.settled(found: [1: receipt(4)], absence: .certain, fraction: 0)) == "pause 0.0 seconds")
        #expect(words(it.paused()) == "send [0, 2]")
        let answers: [Int: AppendResolution.Answer] = [0: .receipt(receipt(8)), 2: .receipt(receipt(9))]
        #expect(words(it.answered(answers, fraction: 0)) == "finish [8, 4, 9]")
    }

    @Test(
        "where absence is not certain, nothing is sent again, and what was found is told",
        arguments: [
            Settlement.Absence.trimmed, .unfenced(RedisServerError(line: "NOPERM no")), .unfenced(nil), .unknownFloor,
        ])
    func uncertain(absence: Settlement.Absence) {
        var it = resolution(2)
        _ = it.failed(lost, fraction: 1)
        #expect(words(it.settled(found: [0: receipt(1)], absence: absence, fraction: 1)) == "fail outcomeUnknown [0]")
        var whole = resolution()
        _ = whole.failed(lost, fraction: 1)
        #expect(words(whole.settled(found: [0: receipt(1)], absence: absence, fraction: 1)) == "finish [1]")
    }

    @Test("an event that the script recognises is sent again without a look")
    func recognised() {
        var it = resolution(recognised: [0])
        #expect(words(it.failed(lost, fraction: 1)) == "pause 1.0 seconds")
        #expect(words(it.paused()) == "send [0]")
        var mixed = resolution(2, recognised: [1])
        #expect(words(mixed.failed(lost, fraction: 1)) == "settle [0, 1] on 7")
        #expect(
            words(mixed.settled(found: [0: receipt(1)], absence: .trimmed, fraction: 1)) == "pause 1.0 seconds")
        #expect(words(mixed.paused()) == "send [1]")
    }

    @Test("while it can't be found out what became of an event, it is tried again to find out, not to send")
    func settlingFails() {
        var it = resolution()
        _ = it.failed(lost, fraction: 1)
        #expect(words(it.settlingFailed(absent, fraction: 1)) == "pause 2.0 seconds")
        #expect(words(it.paused()) == "settle [0] on 7")
        #expect(words(it.settlingFailed(absent, fraction: 1)) == "fail outcomeUnknown []")
        #expect(it.tries == 1)
        var denied = resolution()
        _ = denied.failed(lost, fraction: 1)
        let refusal = RedisError(RedisServerError(line: "NOPERM no XRANGE"))
        #expect(words(denied.settlingFailed(refusal, fraction: 1)) == "fail outcomeUnknown []")
    }

    @Test("a refusal that passes is tried again for those that were refused; one that lasts ends it")
    func refusals() {
        var it = resolution(2)
        let answers = [0: AppendResolution.Answer.receipt(receipt(1)), 1: refused("OOM")]
        #expect(words(it.answered(answers, fraction: 1)) == "pause 1.0 seconds")
        #expect(words(it.paused()) == "send [1]")
        #expect(words(it.answered([1: refused("WRONGTYPE")], fraction: 1)) == "fail rejected [0]")
        var both = resolution(2)
        #expect(words(both.answered([0: refused("OOM"), 1: refused("WRONGTYPE")], fraction: 1)) == "fail rejected []")
    }

    @Test("a transaction is sent again whole or not at all")
    func transaction() {
        var it = resolution(2, .transaction)
        #expect(words(it.answered([0: refused("OOM"), 1: refused("OOM")], fraction: 1)) == "pause 1.0 seconds")
        #expect(words(it.paused()) == "send [0, 1]")
        #expect(words(it.failed(lost, fraction: 1)) == "settle [0, 1] on 7")
        #expect(
            words(it.settled(found: [0: receipt(1)], absence: .certain, fraction: 1)) == "fail outcomeUnknown [0]")
        var partial = resolution(2, .transaction)
        let answers = [0: AppendResolution.Answer.receipt(receipt(1)), 1: refused("OOM")]
        #expect(words(partial.answered(answers, fraction: 1)) == "fail rejected [0]")
    }

    @Test("one try is one try, whatever the failure")
    func noRetries() {
        for (error, expected) in [(lost, "fail outcomeUnknown []"), (absent, "fail notSent []")] {
            var it = resolution(policy: PublishRetryPolicy.none)
            #expect(words(it.failed(error, fraction: 1)) == expected)
        }
        var it = resolution(policy: PublishRetryPolicy.none)
        #expect(words(it.answered([0: refused("OOM")], fraction: 1)) == "fail rejected []")
    }

    @Test("beside an outbox only what a reachable server refuses for now is tried again")
    func whileReachable() {
        func resolution() -> AppendResolution {
            var it = AppendResolution(policy, .whileReachable, unity: .each, isRecognised: [false])
            _ = it.begin()
            return it
        }
        var absent = resolution()
        #expect(words(absent.failed(self.absent, fraction: 1)) == "fail notSent []")
        var lost = resolution()
        #expect(words(lost.failed(self.lost, fraction: 1)) == "fail outcomeUnknown []")
        #expect(lost.lostConnection == connection)
        var full = resolution()
        #expect(words(full.answered([0: refused("OOM")], fraction: 1)) == "pause 1.0 seconds")
        var loading = resolution()
        let refusal = AppendAnswer.refused(RedisServerError(line: "LOADING data")).refusal
        let answer = refusal.map { AppendResolution.Answer.refused($0.error, $0.passing) }
        #expect(words(loading.answered([0: answer].compactMapValues(\.self), fraction: 1)) == "fail rejected []")
    }

    @Test("what must be remembered of a lost try is text, and is read again")
    func lostTry() {
        let position = StreamPosition(milliseconds: 5, sequence: 7)
        for lost in [
            LostTry(connection: connection, floors: [0: position, 3: .beginning]),
            LostTry(connection: nil, floors: [:]), LostTry(connection: nil, floors: [1: position]),
        ] {
            #expect(LostTry(lost.doubt) == lost)
        }
        #expect(LostTry(connection: connection, floors: [0: position]).doubt.text == "client=7 run=run 0=5-7")
        for text in ["somewhere", "x=1-1", "0=x"] { #expect(LostTry(AppendDoubt(text: text)) == nil) }
    }

    @Test("what does not pass, and a cancelled task, end it at once and say what is known")
    func ends() {
        let password = RedisError(.authenticationFailed, "wrong", delivery: .notSent)
        var it = resolution()
        #expect(words(it.failed(password, fraction: 1)) == "fail notSent []")
        let cancelled = RedisError(.cancelled, "cancelled", delivery: .outcomeUnknown, isRetriable: false)
        var other = resolution()
        #expect(words(other.failed(cancelled, fraction: 1)) == "fail outcomeUnknown []")
        var waiting = resolution()
        _ = waiting.failed(lost, fraction: 1)
        _ = waiting.settlingFailed(absent, fraction: 1)
        #expect(words(waiting.cancelled()) == "fail outcomeUnknown []")
        var settled = resolution()
        _ = settled.failed(lost, fraction: 1)
        _ = settled.settled(found: [:], absence: .certain, fraction: 1)
        #expect(words(settled.cancelled()) == "fail notSent []")
    }
}

extension EventIDSource {
    /// The same id for the same number.
    fileprivate static func fixed(_ number: UInt64) -> EventID {
        EventID("01890a5d-ac96-774b-bcce-\(String(number + 0xb302_099a_8057, radix: 16))")
            ?? { preconditionFailure("not an id") }()
    }
}
