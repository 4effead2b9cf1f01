/// The tokens that are configured.
package struct AccessTokens: Sendable, Hashable {
    private let tokens: [AccessToken]

    /// No token: then everything is allowed, and only on loopback.
    package static let none = AccessTokens([])

    /// Takes tokens; of one name the first counts.
    package init(_ tokens: [AccessToken]) {
        var names: Set<String> = []
        self.tokens = tokens.filter { names.insert($0.caller.name).inserted }
    }

    /// Whether there are none.
    package var isEmpty: Bool { tokens.isEmpty }

    /// Who has a token; `nil` where nobody has.
    ///
    /// The time that it takes depends on the number of tokens only: the hash is compared whole, with every one of them.
    func caller(withToken text: some StringProtocol) -> Caller? {
        let hash = AccessToken.hash(of: text)
        var found: Caller?
        for token in tokens where Self.areEqual(token.hash, hash) { found = token.caller }
        return found
    }

    /// The caller of that name, for a session that was begun with its token.
    func caller(named name: String) -> Caller? { tokens.first { $0.caller.name == name }?.caller }

    /// Compares without ending early.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
