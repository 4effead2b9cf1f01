import NIOCore
import Testing

@testable import RedisClient

@Suite("the life of a connection")
struct ConnectionLifecycleTests {
    private let refused = RedisError(.notConnected, "refused", delivery: .notSent)
    private let backoff = RedisBackoff(base: .milliseconds(100), maximum: .seconds(1))

    private func lifecycle(threshold: Int = 3) -> ConnectionLifecycle {
        ConnectionLifecycle(
            persistence: .reconnecting(backoff),
            breaker: RedisCircuitBreakerPolicy(failureThreshold: threshold, openDuration: .seconds(5)))
    }

    private func time(_ milliseconds: UInt64) -> NIODeadline { .uptimeNanoseconds(milliseconds * 1_000_000) }

    @Test("nothing is connected until somebody asks, and then once")
    func demand() {
        var life = lifecycle()
        #expect(life.state == .idle)
        #expect(life.demand() == .connect)
        #expect(life.demand() == .nothing)
        life.becameReady(clientID: 7)
        #expect(life.state == .ready(clientID: 7) && life.reconnects == 0)
    }

    @Test("a failed attempt is repeated after a random part of a doubling bound")
    func backOff() {
        var life = lifecycle(threshold: 100)
        _ = life.demand()
        #expect(life.failed(refused, now: time(0), fraction: 0.5) == .connectAt(time(50)))
        #expect(life.demand() == .nothing)
        #expect(life.timeHasCome() == .connect)
        #expect(life.failed(refused, now: time(1_000), fraction: 0.5) == .connectAt(time(1_100)))
        _ = life.timeHasCome()
        life.becameReady(clientID: nil)
        #expect(life.failed(refused, now: time(0), fraction: 0.5) == .connectAt(time(50)))
    }

    @Test("replacing a lost connection counts as a reconnect")
    func reconnects() {
        var life = lifecycle()
        _ = life.demand()
        life.becameReady(clientID: 1)
        _ = life.failed(RedisError(.connectionLost, "", delivery: .outcomeUnknown), now: time(0), fraction: 0)
        #expect(life.lastError?.code == .connectionLost)
        _ = life.timeHasCome()
        life.becameReady(clientID: 2)
        #expect(life.reconnects == 1 && life.lastError == nil)
    }

    @Test("failures in a row open the breaker: commands are refused until one attempt has succeeded")
    func breaker() {
        var life = lifecycle(threshold: 2)
        _ = life.demand()
        _ = life.failed(refused, now: time(0), fraction: 0)
        #expect(life.refusal(now: time(0)) == nil && life.verdictForWaiting(now: time(0)) == nil)
        _ = life.timeHasCome()
        #expect(life.failed(refused, now: time(10), fraction: 0) == .connectAt(time(5_010)))
        #expect(life.refusal(now: time(0))?.code == .circuitOpen)
        #expect(life.verdictForWaiting(now: time(0))?.delivery == .notSent)
        #expect(life.timeHasCome() == .connect)
        #expect(life.refusal(now: time(0)) == nil && life.breaker.state == .halfOpen)
        _ = life.failed(refused, now: time(6_000), fraction: 0)
        #expect(life.refusal(now: time(0))?.code == .circuitOpen)
        _ = life.timeHasCome()
        life.becameReady(clientID: nil)
        #expect(life.refusal(now: time(0)) == nil && life.breaker.state == .closed(failures: 0))
    }

    @Test("a server that hung up does not count against it, one that hung does")
    func lossAndTimeout() {
        var life = lifecycle(threshold: 1)
        _ = life.demand()
        life.becameReady(clientID: nil)
        _ = life.failed(RedisError(.connectionLost, "", delivery: .outcomeUnknown), now: time(0), fraction: 0)
        #expect(life.refusal(now: time(0)) == nil)
        _ = life.timeHasCome()
        life.becameReady(clientID: nil)
        let silence = RedisError(.timeout, "", delivery: .outcomeUnknown)
        let givenUp = RedisError(.connectionLost, "", delivery: .outcomeUnknown, cause: silence)
        _ = life.failed(givenUp, now: time(0), fraction: 0)
        #expect(life.refusal(now: time(0))?.code == .circuitOpen)
    }

    @Test("those who wait are told at once of what does not pass by itself, and go on waiting for what does")
    func verdict() {
        var life = lifecycle()
        _ = life.demand()
        _ = life.failed(RedisError(.server("LOADING"), "", delivery: .notSent), now: time(0), fraction: 0)
        #expect(life.verdictForWaiting(now: time(0)) == nil)
        _ = life.timeHasCome()
        _ = life.failed(RedisError(.authenticationFailed, "", delivery: .notSent), now: time(0), fraction: 0)
        #expect(life.verdictForWaiting(now: time(0))?.code == .authenticationFailed)
    }

    @Test("a connection that is made once ends with its loss and says why")
    func once() {
        var life = ConnectionLifecycle(persistence: .once, breaker: RedisCircuitBreakerPolicy())
        _ = life.demand()
        life.becameReady(clientID: nil)
        #expect(life.failed(refused, now: time(0), fraction: 0) == .nothing)
        #expect(life.state == .closed && life.refusal(now: time(0))?.code == .notConnected)
        #expect(life.demand() == .nothing)
    }

    @Test("closing is for good, whatever comes late")
    func close() {
        var life = lifecycle()
        _ = life.demand()
        let wasOpen = life.close()
        let isStillOpen = life.close()
        #expect(wasOpen && !isStillOpen)
        life.becameReady(clientID: nil)
        #expect(!life.isReady)
        #expect(life.failed(refused, now: time(0), fraction: 0) == .nothing)
        #expect(life.timeHasCome() == .nothing)
        #expect(life.refusal(now: time(0))?.code == .closed)
    }
}
