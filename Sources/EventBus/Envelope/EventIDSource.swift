#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes event ids from buffered randomness of the system.
///
/// The system's random source costs a call into the kernel, which for each id alone is more than all the rest of an
/// append: 256 bytes are drawn at a time. No value is used twice; a forked child of this process would repeat them, so
/// none may be forked without `exec`.
package struct EventIDSource: Sendable {
    private var random: [UInt64] = []
    private static let words = 32

    package init() {}

    /// The next id, stamped with the given moment.
    package mutating func next(milliseconds: UInt64) -> EventID {
        if random.count < 2 { refill() }
        return EventID(milliseconds: milliseconds, random: (random.removeLast(), random.removeLast()))
    }

    private mutating func refill() {
        random.removeAll(keepingCapacity: true)
        random.append(contentsOf: repeatElement(0, count: Self.words))
        let isFilled = random.withUnsafeMutableBytes { words in
            words.baseAddress.map { getentropy($0, words.count) == 0 } ?? false
        }
        guard !isFilled else { return }
        var system = SystemRandomNumberGenerator()
        for index in random.indices { random[index] = system.next() }
    }
}
