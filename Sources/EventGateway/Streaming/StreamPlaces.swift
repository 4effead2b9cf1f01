import HTTPTypes
import Synchronization

/// The places for clients of live streams, whichever stream they follow.
final class StreamPlaces: Sendable {
    private let limit: Int
    private let taken = Mutex(0)

    init(_ limit: Int) { self.limit = limit }

    /// Takes a place, for as long as the result lives.
    ///
    /// - Throws: ``Problem`` 503 where all are taken.
    func take() throws(Problem) -> StreamPlace {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        guard isFree else {
            throw Problem(
                .serviceUnavailable, "all \(limit) places of the live stream are taken: try again later",
                headers: [.retryAfter: "10"])
        }
        return StreamPlace(self)
    }

    fileprivate func giveBack() { taken.withLock { $0 -= 1 } }
}

/// A place that a client of a live stream has for as long as this lives.
final class StreamPlace: Sendable {
    private let places: StreamPlaces

    fileprivate init(_ places: StreamPlaces) { self.places = places }

    deinit { places.giveBack() }
}
