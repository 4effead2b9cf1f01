/// How much stands on the lists of a work queue.
public struct WorkQueueDepth: Sendable, Hashable {
    /// Messages that wait to be taken.
    public let waiting: Int
    /// Messages that workers have taken and not finished.
    public let processing: Int
    /// Messages that wait to be tried again later.
    public let delayed: Int
    /// Messages that were given up on.
    public let dead: Int

    /// Describes a queue.
    package init(waiting: Int, processing: Int, delayed: Int, dead: Int) {
        self.waiting = waiting
        self.processing = processing
        self.delayed = delayed
        self.dead = dead
    }
}
