/// How a handler behaves towards each event: the same in every process and every run, since the event decides.
struct Temper: Sendable, Hashable {
    /// How many events in a thousand fail at first, once or twice.
    let flaky: Int
    /// How many events in a thousand take their time: up to 300 ms, a few longer than the acknowledgement time-out.
    let slow: Int
    /// How many events in a thousand are rejected.
    let picky: Int
    /// How many events in a hundred thousand end the process, each time.
    let deadly: Int

    /// What a handler does with one event.
    enum Mood: Sendable, Hashable {
        case handle
        case fail
        case linger(Duration)
        case reject
        case die
    }

    /// The exit status of a process that an event has ended.
    static let deathStatus: Int32 = 99

    /// What to do with an event.
    func mood(for event: EventName, attempt: Int) -> Mood {
        let dice = Self.dice(event)
        if Int(dice >> 20 % 100_000) < deadly { return .die }
        let thousandth = Int(dice % 1_000)
        if thousandth < flaky { return attempt <= 1 + Int(dice >> 32 & 1) ? .fail : .handle }
        if thousandth < flaky + slow {
            let isVerySlow = dice >> 40 & 31 == 0
            return .linger(.milliseconds(isVerySlow ? 1_500 : Int(dice >> 48) % 300))
        }
        return thousandth < flaky + slow + picky ? .reject : .handle
    }

    /// A number for an event that looks random (the finalizer of SplitMix64).
    private static func dice(_ event: EventName) -> UInt64 {
        var mixed = event.packed
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
