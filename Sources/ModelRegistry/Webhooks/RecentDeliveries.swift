/// The deliveries that this process dealt with last: known even while Redis is away. Holds so many, and forgets the oldest.
struct RecentDeliveries: Sendable {
    private let capacity: Int
    private var known: Set<String> = []
    private var order: [String] = []
    private var oldest = 0

    init(capacity: Int = 4_096) { self.capacity = max(1, capacity) }

    func contains(_ id: String) -> Bool { known.contains(id) }

    mutating func add(_ id: String) {
        guard known.insert(id).inserted else { return }
        if order.count < capacity {
            order.append(id)
        } else {
            known.remove(order[oldest])
            order[oldest] = id
            oldest = (oldest + 1) % capacity
        }
    }
}
