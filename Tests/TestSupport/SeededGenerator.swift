import Foundation

/// Random numbers that can be had again (SplitMix64; Steele, Lea and Flood, 2014): the seed is printed, and the environment
/// variable EVENTBUS_TEST_SEED sets it.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts from the environment's seed, or a fresh one, and prints it beside what it is for.
    public init(_ purpose: String) {
        let given = ProcessInfo.processInfo.environment["EVENTBUS_TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...UInt64.max)
        print("\(purpose): EVENTBUS_TEST_SEED=\(seed)")
        state = seed
    }

    /// Starts from a seed that somebody else prints.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
