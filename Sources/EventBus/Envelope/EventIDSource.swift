/// Makes event ids from buffered randomness.
///
/// The system's random source costs a call into the kernel, which for one id at a time is more than all the rest of an
/// append; 64 ids' worth is drawn at once. Values are not reused, and a fork of the process is not supported.
package struct EventIDSource: Sendable {
    private var random: [UInt64] = []

    package init() {}

    /// The next id, stamped with the given moment.
    package mutating func next(milliseconds: UInt64) -> EventID {
        if random.count < 2 {
            var system = SystemRandomNumberGenerator()
            random.reserveCapacity(128)
            while random.count < 128 { random.append(system.next()) }
        }
        return EventID(milliseconds: milliseconds, random: (random.removeLast(), random.removeLast()))
    }
}
