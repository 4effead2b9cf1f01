import Crypto

/// SHA-256 of a text's UTF-8.
enum SHA256Text {
    /// 64 hexadecimal digits, lower case.
    static func of(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
