package import HokusaiEvents

/// How a comparison with the baseline ends.
package enum BaselineVerdict: Sendable, Hashable {
    /// The baseline is met. The percentage is (current − baseline) / baseline · 100 as the catalogue has it, so below zero
    /// where less is better; absent where the baseline is not above zero.
    case met(baseline: Double, current: Double, improvementPercentage: Double?)
    /// It is not, or that could not be judged; why.
    case failed(ValidationFailureReason, String)
}
