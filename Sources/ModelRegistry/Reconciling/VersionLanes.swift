/// The order in which versions are reviewed: those of one model one after another, the oldest first, since a later one is
/// compared with what became of an earlier one; different models at the same time.
///
/// A pure value.
struct VersionLanes: Sendable {
    /// A version, and what a search said of it.
    struct Item: Sendable {
        let name: ModelVersionName
        let version: MLflowModelVersion?
    }

    /// What waits of each model, the oldest last.
    private var waiting: [String: [Item]]
    /// The models of which none is in hand.
    private var free: [String]

    /// Takes versions in any order.
    init(_ items: [Item]) {
        waiting = Dictionary(grouping: items, by: \.name.model).mapValues { items in
            items.sorted { Self.number($0) > Self.number($1) }
        }
        free = waiting.keys.sorted(by: >)
    }

    /// The next version whose model has none in hand; `nil` where there is none just now.
    mutating func take() -> Item? {
        guard let model = free.popLast() else { return nil }
        return waiting[model]?.popLast()
    }

    /// A version is done with: the next one of its model may come.
    mutating func finish(_ name: ModelVersionName) {
        if waiting[name.model]?.isEmpty == false { free.append(name.model) }
    }

    /// MLflow numbers the versions of a model 1, 2, 3, …
    private static func number(_ item: Item) -> UInt64 { UInt64(item.name.version) ?? .max }
}
