import Crypto
import EventBus

/// What the digests of `log: hash` are made with: equal values have equal digests, and without the key nobody can find a
/// value by trying all of them.
package struct RedactionKey: Sendable {
    private let key: SymmetricKey

    /// Takes the bytes of a key; 32 random ones are enough.
    package init(_ bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// A key that nobody else has: its digests can be compared with each other only.
    package static func random() -> RedactionKey {
        var generator = SystemRandomNumberGenerator()
        return RedactionKey((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// `#` and 16 hexadecimal digits: the first 8 bytes of HMAC-SHA256 over the value's JSON.
    func digest(of value: JSONValue) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: value.bytes, using: key)
        return "#"
            + code.prefix(8).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
    }
}
