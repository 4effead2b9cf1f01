/// Why an event is refused that is right in itself: the cause of a ``PublishError`` that no server and no payload is the
/// cause of.
package enum PublishObstacle: Error, Sendable, Hashable {
    /// The entry is larger than the transport's limit.
    case entryTooLarge
    /// The server has too little memory left; that passes.
    case memoryFull
    /// The server removes keys at its limit, and the event relies on one.
    case keysMayGo
}
