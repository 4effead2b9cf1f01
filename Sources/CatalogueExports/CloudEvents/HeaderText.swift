/// Attribute values in HTTP headers (CloudEvents HTTP binding, section 3.1.3.2).
enum HeaderText {
    /// Space, `"`, `%` and all but printable ASCII by their UTF-8 bytes in percent form.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "%")
            guard !isPlain else { return String(UnicodeScalar(byte)) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.utf8.count == 1 ? "0" : "") + hex
        }.joined()
    }
}
