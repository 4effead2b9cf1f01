import TestSupport

/// What is done to the system, and when: the same for the same seed.
struct FaultPlan: Sendable, Hashable {
    let faults: [Fault]

    /// One thing that is done.
    struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// How long after the start of the faults.
        let at: Duration
        let kind: FaultKind
        let lasting: Duration
        /// Picks whom it is done to, and at which byte, whatever there is to pick from.
        let dice: UInt64

        var description: String {
            let milliseconds = Int(lasting / .milliseconds(1))
            return "\(kind.rawValue)" + (milliseconds > 0 ? " for \(milliseconds) ms" : "")
        }
    }

    /// Draws a plan.
    ///
    /// - Parameters:
    ///   - count: How many faults.
    ///   - spacing: The mean time between the beginnings of two; each pause is between half and one and a half of it, so
    ///     that faults overlap at times.
    init(seed: UInt64, count: Int, mix: FaultMix, spacing: Duration) {
        var random = SeededGenerator(seed: seed)
        var at = Duration.zero
        faults = (0..<count).map { _ in
            at += spacing * Double.random(in: 0.5...1.5, using: &random)
            let kind = mix.kind(using: &random)
            let lasting = Duration.milliseconds(Int.random(in: kind.lasting, using: &random))
            return Fault(at: at, kind: kind, lasting: lasting, dice: random.next())
        }
    }
}
