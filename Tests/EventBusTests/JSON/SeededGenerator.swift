import Foundation

/// Random numbers that can be had again: the seed is printed, and EVENTBUS_TEST_SEED sets it.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts from the environment's seed, or a fresh one; `purpose` is printed beside it.
    init(_ purpose: String) {
        let given = ProcessInfo.processInfo.environment["EVENTBUS_TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...UInt64.max)
        print("\(purpose): EVENTBUS_TEST_SEED=\(seed)")
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
