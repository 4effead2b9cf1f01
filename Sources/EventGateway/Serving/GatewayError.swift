/// Why a gateway does not begin to listen.
package struct GatewayError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, where, and how to mend it.
    package let description: String
}
