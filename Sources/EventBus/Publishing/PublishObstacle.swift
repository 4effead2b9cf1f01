/// Why an event is refused before anything is sent, where no answer of a server is the reason: the cause of a ``PublishError``.
package enum PublishObstacle: String, Error, Sendable, Hashable {
    /// The entry is larger than the transport's limit.
    case entryTooLarge = "too_large"
    /// The server has too little memory left; that passes.
    case memoryFull = "memory"
    /// The server removes keys at its limit, and the event relies on one.
    case keysMayGo = "eviction"
    /// The bytes of the payload are no JSON.
    case malformed
    /// A version was expected of an aggregate that keeps no history.
    case unversioned
}
