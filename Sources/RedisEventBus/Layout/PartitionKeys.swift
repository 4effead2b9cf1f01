import EventBus

/// The keys of one partition that the readers of one group touch.
struct PartitionKeys: Sendable, Hashable {
    /// The stream that holds the events.
    let log: String
    /// The stream that holds the dead letters.
    let dead: String
    /// The sorted set of when parked deliveries are due.
    let delayed: String
    /// The hash of the aggregates that a dead letter holds.
    let held: String

    /// What the keys of the group's own state begin with.
    private let states: String

    /// What the group's handlers keep under a name.
    func state(_ name: String) -> String { states + name }

    init(_ layout: KeyLayout, stream: String, partition: Int, group: String) {
        log = layout.log(stream, partition)
        dead = layout.dead(stream, partition)
        delayed = layout.delayed(stream, partition, group: group)
        held = layout.held(stream, partition, group: group)
        states = layout.state(stream, partition, group: group, name: "")
    }
}
