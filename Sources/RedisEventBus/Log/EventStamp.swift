import EventBus
import Synchronization

/// What an event gets when it is published: its id, and the moment.
struct EventStamp: Sendable {
    let id: EventID
    let time: Timestamp

    /// Hands out stamps: the clock is read once for each call, and ids of one call sort in its order only by chance.
    final class Source: Sendable {
        private let ids = Mutex(EventIDSource())

        /// As many stamps as asked for, all of the present moment.
        func next(_ count: Int) -> [EventStamp] {
            let time = Timestamp.now
            let milliseconds = UInt64(max(0, time.microseconds / 1_000))
            return ids.withLock { ids in
                (0..<count).map { _ in EventStamp(id: ids.next(milliseconds: milliseconds), time: time) }
            }
        }
    }
}
