/// What the catalogue asks of the size of an array or a map.
public struct ItemsRule: Sendable {
    /// The fewest members.
    public let minItems: Int
    /// The most members.
    public let maxItems: Int

    /// States a rule; what is left out is not asked.
    public init(minItems: Int = 0, maxItems: Int = .max) {
        self.minItems = minItems
        self.maxItems = maxItems
    }

    func violation(_ count: Int) -> InvalidPayload.Rule? {
        if count < minItems { return .minItems }
        if count > maxItems { return .maxItems }
        return nil
    }

    func message(for rule: InvalidPayload.Rule) -> String {
        rule == .minItems ? "there are fewer than \(minItems) items" : "there are more than \(maxItems) items"
    }
}
