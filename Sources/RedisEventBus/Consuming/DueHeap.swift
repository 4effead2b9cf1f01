/// Things by when they are due: the earliest comes out first.
///
/// A binary heap. Nothing is ever taken out but from the top, so whoever takes something out asks whether it is still so.
struct DueHeap<Instant: Comparable, Item> {
    private var heap: [(due: Instant, item: Item)] = []

    /// When the earliest is due.
    var first: Instant? { heap.first?.due }

    /// Adds a thing.
    mutating func push(_ item: Item, due: Instant) {
        heap.append((due, item))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest, if it is due by `now`.
    mutating func pop(dueBy now: Instant) -> Item? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.item }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].due < heap[least].due { least = child }
            }
            guard least != parent else { return first.item }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
