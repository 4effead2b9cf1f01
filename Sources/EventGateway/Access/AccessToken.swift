import Crypto

/// A bearer token as it is configured: who has it, what it allows, and its SHA-256, by which it is known again. The token
/// itself is nowhere kept.
package struct AccessToken: Sendable, Hashable {
    /// Whoever has the token.
    package let caller: Caller
    /// The SHA-256 of the token's text, 32 bytes.
    package let hash: [UInt8]

    /// Why a line is none.
    package struct Malformed: Error, CustomStringConvertible {
        /// What is wrong; never repeats the hash, which may be a token by mistake.
        package let description: String
    }

    /// Reads `name:roles:hash`, the roles with commas between and the hash as 64 hexadecimal digits.
    ///
    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw Malformed(description: "it has \(parts.count) parts and must have three: name:roles:hash")
        }
        let name = String(parts[0])
        guard Self.isName(name) else {
            throw Malformed(description: "a name has 1 to 64 letters, digits, “-”, “_” or “.”")
        }
        var roles: Set<AccessRole> = []
        for word in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            guard let role = AccessRole(rawValue: String(word)) else {
                let known = AccessRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(description: "the token “\(name)” has a role that there is not; there are \(known)")
            }
            roles.insert(role)
        }
        guard let hash = Self.bytes(hexadecimal: parts[2]), hash.count == 32 else {
            throw Malformed(
                description: "the token “\(name)” has no SHA-256 of 64 hexadecimal digits; never write the token itself"
            )
        }
        caller = Caller(name: name, roles: roles)
        self.hash = hash
    }

    private init(_ caller: Caller, token: String) {
        self.caller = caller
        hash = Self.hash(of: token)
    }

    /// Makes a new token of 256 random bits.
    ///
    /// - Returns: The token's text, which is shown once, and what is to be configured; `nil` where the name can't be one.
    package static func make(name: String, roles: Set<AccessRole>) -> (text: String, token: AccessToken)? {
        guard isName(name), !roles.isEmpty else { return nil }
        var random = SystemRandomNumberGenerator()
        let text = "evb_" + (0..<4).map { _ in hexadecimal(of: random.next()) }.joined()
        return (text, AccessToken(Caller(name: name, roles: roles), token: text))
    }

    /// The line to configure.
    package var line: String {
        let roles = AccessRole.allCases.filter { caller.roles.contains($0) }.map(\.rawValue).joined(separator: ",")
        return "\(caller.name):\(roles):\(hash.map { Self.hexadecimal(of: $0) }.joined())"
    }

    /// The SHA-256 of a token's text.
    static func hash(of token: some StringProtocol) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "-_.".utf8.contains(byte)
            }
    }

    private static func hexadecimal(of number: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.count) + digits
    }

    private static func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
