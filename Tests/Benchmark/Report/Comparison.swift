/// One quantity of ours beside the same quantity of the floor, from runs that alternated.
struct Comparison: Sendable, Hashable {
    /// The median of our runs.
    let ours: Double
    /// The median of the floor's runs.
    let floor: Double
    /// The median of the ratios of neighbouring runs: what slows the machine down for a while slows both of a pair.
    let ratio: Double

    init(_ pairs: [(ours: Double, floor: Double)]) {
        ours = Statistics.median(pairs.map(\.ours))
        floor = Statistics.median(pairs.map(\.floor))
        ratio = Statistics.median(pairs.map { $0.ours / $0.floor })
    }
}
