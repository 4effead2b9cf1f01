package import NIOCore

/// How much one caller, and all together, may ask of the gateway.
package struct GatewayLimits: Sendable {
    /// The largest body of one event, and the longest line of a batch, in bytes.
    package var bodyBytes = 1_048_576
    /// The largest body of a batch, in bytes.
    package var batchBytes = 67_108_864
    /// How many events one batch may have.
    package var batchEvents = 100_000
    /// The longest header field, in bytes.
    package var headerFieldBytes = 8_192
    /// All header fields together, in bytes.
    package var headerBytes = 16_384
    /// How many header fields a request may have.
    package var headerFields = 100
    /// How many requests a second a caller may make; `nil` for any number.
    package var requestRate: Int?
    /// How many requests with a wrong token an address may make a second.
    package var refusalRate = 20
    /// How many connections there are at a time; more wait.
    package var connections = 4_096
    /// How many live streams there are at a time; `nil` leaves it to ``StreamLimits``.
    package var streams: Int?
    /// How long a new connection may take to send a request's head.
    package var headTime = TimeAmount.seconds(10)
    /// How long a connection may wait for its next request.
    package var idleTime = TimeAmount.seconds(75)
    /// A body must bring ``bodyBytesPerPeriod`` in each such period in which the gateway waits for it.
    package var bodyPeriod = TimeAmount.seconds(10)
    /// See ``bodyPeriod``; in bytes.
    package var bodyBytesPerPeriod = 1_024

    /// How many bytes of bodies the gateway holds at a time for callers that show no token, beyond the first
    /// ``UnknownBody/freeBytes`` of each.
    package var unknownBytes = 16_777_216
    /// How long such a body may take to come.
    package var unknownTime = Duration.seconds(30)

    /// The limits that hold unless configured otherwise.
    package init() {}
}
