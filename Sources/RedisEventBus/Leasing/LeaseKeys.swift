/// The keys of one partition that say who reads it for a group.
struct LeaseKeys: Sendable, Hashable {
    let lease: String
    let members: String
    let position: String
    let pause: String
    let log: String

    /// - Parameter consumer: The name whose lease it is, where each consumer may read every partition; `nil` where the
    ///   group has one.
    init(_ layout: KeyLayout, stream: String, partition: Int, group: String, consumer: String? = nil) {
        lease = layout.lease(stream, partition, group: group, consumer: consumer)
        members = layout.members(stream, partition, group: group)
        position = layout.position(stream, partition, group: group)
        pause = layout.pause(stream, partition, group: group)
        log = layout.log(stream, partition)
    }

    /// As `lease.lua` takes them.
    var all: [String] { [lease, members, position, pause, log] }
}
