/// How long a lease lives without a sign of its holder, and how often the holder gives one.
struct LeaseTiming: Sendable, Hashable {
    /// A lease whose beat stands still for this long may be taken; a holder that has not renewed for this long has lost it.
    let ttl: Duration
    /// The time between two renewals.
    var tick: Duration { ttl / 3 }

    /// The timing for a stream's acknowledgement time-out: as short, within one and three seconds.
    init(ackTimeout: Duration) {
        ttl = min(.seconds(3), max(.seconds(1), ackTimeout))
    }
}
