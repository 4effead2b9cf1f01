import EventBus
import Synchronization

/// What an event gets when it is published: its id, and the moment.
struct EventStamp: Sendable {
    let id: EventID
    let time: Timestamp

    /// The moment in milliseconds since 1970.
    var milliseconds: UInt64 { Self.milliseconds(time) }

    private static func milliseconds(_ time: Timestamp) -> UInt64 { UInt64(max(0, time.microseconds / 1_000)) }

    /// Hands out stamps: the clock is read once for each call, and ids of one call sort in its order only by chance.
    final class Source: Sendable {
        private let ids = Mutex(EventIDSource())

        /// One stamp.
        func next() -> EventStamp {
            let time = Timestamp.now
            return EventStamp(id: ids.withLock { $0.next(milliseconds: milliseconds(time)) }, time: time)
        }

        /// As many stamps as asked for, all of the present moment.
        func next(_ count: Int) -> [EventStamp] {
            let time = Timestamp.now
            let milliseconds = milliseconds(time)
            return ids.withLock { ids in
                (0..<count).map { _ in EventStamp(id: ids.next(milliseconds: milliseconds), time: time) }
            }
        }
    }
}
