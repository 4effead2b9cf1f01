package import EventBus
package import EventCatalogue

/// Why a payload may not be published.
package struct RefusedPayload: Error, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Reason: Sendable {
        /// It is not JSON.
        case notJSON(InvalidPayload)
        /// Every path and rule that it breaks, in words.
        case violations([PayloadViolation])
    }

    /// The event that it should be.
    package let event: String
    /// What is wrong with it.
    package let reason: Reason

    /// All of it, for people.
    package var description: String {
        switch reason {
        case .notJSON(let error): "this is not JSON: \(error)"
        case .violations(let violations):
            "\(event) refuses this payload:\(violations.map { "\n  \($0)" }.joined())"
        }
    }
}
