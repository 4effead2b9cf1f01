/// Why a delivery was not acknowledged together with changes of state.
public struct StateChangeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why, for code.
    public enum Reason: Sendable, Hashable {
        /// The delivery was acknowledged before, or is another consumer's by now. Nothing was changed: end the handler.
        case notPending
        /// Redis refused a command. The delivery is pending; what the commands in front of the refused one did stands.
        case refused
        /// The bus that delivered the event keeps no state.
        case unsupported
    }

    /// Why, for code.
    public let reason: Reason
    /// Why, for people.
    public let message: String

    /// The message.
    public var description: String { message }
}
