internal import NIOCore

/// What a socket tells its owner; every call comes on the event loop.
///
/// After `connectionFailed` nothing more comes from that socket.
protocol RedisChannelDelegate: AnyObject, Sendable {
    /// The handshake is done: commands may be written.
    func connectionReady(_ channel: RedisChannelHandler, clientID: Int64?, runID: String?)
    /// Replies came, in order.
    func connectionReceived(_ batch: ReplyBatch)
    /// What was written last is with the operating system.
    func connectionWrote(_ buffer: consuming ByteBuffer)
    /// The attempt failed or the connection is gone; told exactly once per attempt.
    func connectionFailed(_ error: RedisError)
}
