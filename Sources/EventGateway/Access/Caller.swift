/// Who makes a request, as its token says.
package struct Caller: Sendable, Hashable {
    /// The token's name in the configuration, which stands in the audit; never the token.
    package let name: String
    /// What it may do.
    package let roles: Set<AccessRole>

    /// Names a caller.
    package init(name: String, roles: Set<AccessRole>) {
        self.name = name
        self.roles = roles
    }

    /// Somebody of whom nothing is known.
    package static let nobody = Caller(name: "nobody", roles: [])

    /// Whoever calls a gateway on loopback for which no tokens are configured.
    package static let local = Caller(name: "local", roles: Set(AccessRole.allCases))
}
