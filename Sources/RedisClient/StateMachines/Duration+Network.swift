internal import NIOCore

extension Duration {
    /// The same length of time.
    init(_ amount: TimeAmount) { self = .nanoseconds(amount.nanoseconds) }

    /// In seconds with one digit behind the point, as in `1.4 s`; rounded up, so that it is over when this has passed.
    var inSeconds: String {
        let tenths =
            (components.seconds * 10) + (components.attoseconds + 99_999_999_999_999_999) / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
