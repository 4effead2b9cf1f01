/// What has come of a body whose sender shows no token: a pure value that says of each piece whether to keep it.
struct UnknownBody: Sendable {
    /// What to do with a piece.
    enum Verdict: Sendable, Hashable {
        /// Keep it, if there is room for so many bytes more.
        case keep(charged: Int)
        /// The body is larger than it may be.
        case tooLarge
        /// It takes too long, at whatever pace it comes.
        case tooSlow
    }

    /// The beginning of each body is not counted, in bytes: what is as small as deliveries mostly are is taken though others
    /// send all they can.
    static let freeBytes = 16_384

    private let maximumBytes: Int
    private let maximumTime: Duration
    private var bytes = 0

    init(_ limits: GatewayLimits) {
        maximumBytes = limits.bodyBytes
        maximumTime = limits.unknownTime
    }

    /// A piece comes, so long after the request's head.
    mutating func take(_ count: Int, after time: Duration) -> Verdict {
        guard time <= maximumTime else { return .tooSlow }
        let before = bytes
        bytes += count
        guard bytes <= maximumBytes else { return .tooLarge }
        return .keep(charged: max(0, bytes - Self.freeBytes) - max(0, before - Self.freeBytes))
    }
}
