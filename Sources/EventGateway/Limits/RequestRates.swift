import HTTPTypes
import Synchronization

/// Holds callers to how often they may ask.
final class RequestRates: Sendable {
    private let isLimited: Bool
    private let requests: Mutex<TokenBuckets>
    private let refusals: Mutex<TokenBuckets>
    private let start = ContinuousClock.now

    init(_ limits: GatewayLimits) {
        isLimited = limits.requestRate != nil
        requests = Mutex(TokenBuckets(rate: limits.requestRate ?? 1))
        refusals = Mutex(TokenBuckets(rate: limits.refusalRate))
    }

    /// Notes a request.
    ///
    /// - Throws: ``Problem`` 429 where the caller, or the address of somebody unknown, asks too often.
    func charge(_ caller: Caller, at network: @autoclosure () -> ClientNetwork) throws(Problem) {
        guard isLimited else { return }
        let isAddress = caller == .nobody || caller == .local
        let key = isAddress ? "@" + network().text : caller.name
        if let wait = requests.withLock({ $0.take(key, now: now) }) {
            throw .tooMany("\(isAddress ? "this address" : "the token “\(caller.name)”") asks too often", wait)
        }
    }

    /// Notes a request with a token or session that is none.
    ///
    /// - Throws: ``Problem`` 429 where an address guesses.
    func chargeRefusal(of network: ClientNetwork) throws(Problem) {
        if let wait = refusals.withLock({ $0.take(network.text, now: now) }) {
            throw .tooMany("this address has shown too many wrong tokens", wait)
        }
    }

    /// Seconds since the gateway started.
    private var now: Double { start.duration(to: .now) / .seconds(1) }
}

extension Problem {
    /// A caller that asks too often.
    static func tooMany(_ detail: String, _ seconds: Double) -> Problem {
        Problem(.tooManyRequests, detail, headers: [.retryAfter: "\(max(1, Int(seconds.rounded(.up))))"])
    }
}
