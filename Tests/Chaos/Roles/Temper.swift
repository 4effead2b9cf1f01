import EventBus

/// How a handler behaves towards each event: the same in every process and every run, since the event decides.
struct Temper: Sendable {
    /// How many events in a thousand fail at first, once or twice.
    let flaky: Int
    /// How many events in a thousand take their time: up to 300 ms, a few longer than the acknowledgement time-out.
    let slow: Int
    /// How many events in a thousand are rejected.
    let picky: Int

    /// What a handler throws that fails on purpose.
    struct Stumble: Error {}

    /// Does what the event asks for.
    func work(on event: EventName, attempt: Int) async throws {
        let dice = Self.dice(event)
        let thousandth = Int(dice % 1_000)
        if thousandth < flaky {
            if attempt <= 1 + Int(dice >> 32 & 1) { throw Stumble() }
        } else if thousandth < flaky + slow {
            let isVerySlow = dice >> 40 & 31 == 0
            try await Task.sleep(for: .milliseconds(isVerySlow ? 1_500 : Int(dice >> 48) % 300))
        } else if thousandth < flaky + slow + picky {
            throw Reject("on purpose")
        }
    }

    /// A number for an event that looks random (the finalizer of SplitMix64).
    private static func dice(_ event: EventName) -> UInt64 {
        var mixed = event.packed
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
