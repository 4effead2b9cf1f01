import NIOCore
import Testing

@testable import RedisClient

@Suite("the circuit breaker")
struct CircuitBreakerTests {
    private let policy = RedisCircuitBreakerPolicy(failureThreshold: 3, openDuration: .milliseconds(100))
    private let start = NIODeadline.uptimeNanoseconds(0)

    @Test("failures open it only in a row")
    func consecutive() {
        var breaker = CircuitBreaker(policy: policy)
        for _ in 0..<10 {
            breaker.failed(now: start)
            breaker.failed(now: start)
            breaker.succeeded()
        }
        #expect(breaker.state == .closed(failures: 0))
        for _ in 0..<3 { breaker.failed(now: start) }
        #expect(breaker.isOpen)
        #expect(breaker.earliestAttempt == start + .milliseconds(100))
    }

    @Test("half open, one attempt decides")
    func halfOpen() {
        var breaker = CircuitBreaker(policy: policy)
        for _ in 0..<3 { breaker.failed(now: start) }
        breaker.attemptBegins()
        #expect(breaker.state == .halfOpen && !breaker.isOpen && breaker.earliestAttempt == nil)
        breaker.failed(now: start + .seconds(1))
        #expect(breaker.state == .open(until: start + .milliseconds(1_100)))
        breaker.attemptBegins()
        breaker.succeeded()
        #expect(breaker.state == .closed(failures: 0))
        breaker.attemptBegins()
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test("the wait before an attempt doubles up to its maximum, and is any part of that")
    func backOff() {
        let backoff = RedisBackoff(base: .milliseconds(10), maximum: .milliseconds(100))
        let bounds = [1, 2, 3, 4, 5, 6, 1_000].map { backoff.delay(afterFailures: $0, fraction: 1) }
        #expect(bounds == [10, 20, 40, 80, 100, 100, 100].map { .milliseconds($0) })
        #expect(backoff.delay(afterFailures: 3, fraction: 0) == .zero)
        #expect(backoff.delay(afterFailures: 3, fraction: 0.25) == .milliseconds(10))
    }
}
