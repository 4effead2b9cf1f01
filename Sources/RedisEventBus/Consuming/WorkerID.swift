/// One worker of a partition: its place, and how many were there before it.
struct WorkerID: Sendable, Hashable {
    let slot: Int
    let generation: Int
}
