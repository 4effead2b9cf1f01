package import RedisEventBus

/// How one work queue is.
package struct QueueOverview: Sendable, Hashable {
    /// The list's name.
    package var list: String
    /// How much stands on its lists; `nil` where a key of them is no list, and why in ``failure``.
    package var depth: WorkQueueDepth?
    /// How long ago the message was published that waits longest, where its wire tells; `nil` for an empty list.
    package var oldestWaitingAge: Duration?
    /// Why the queue can't be looked at; `nil` where it can.
    package var failure: String?

    /// Describes a queue.
    package init(list: String, depth: WorkQueueDepth?, oldestWaitingAge: Duration? = nil, failure: String? = nil) {
        self.list = list
        self.depth = depth
        self.oldestWaitingAge = oldestWaitingAge
        self.failure = failure
    }
}
