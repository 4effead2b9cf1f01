import EventBus

/// The token that a version names: lower-cased, since the registry writes it in capitals and the catalogue wants small letters.
struct TokenFact: Sendable, Hashable {
    /// As it was asked for, without spaces around it, in small letters.
    let symbol: String

    init(tag: String) {
        symbol = tag.trimmed.lowercased()
    }

    /// Whether it is a ticker as the catalogue wants it: small letters, digits and hyphens within, at most 64.
    var isValid: Bool {
        let bytes = Array(symbol.utf8)
        guard (1...64).contains(bytes.count), bytes.first != Self.hyphen, bytes.last != Self.hyphen else {
            return false
        }
        return bytes.allSatisfy { Self.isPlain($0) || $0 == Self.hyphen }
    }

    /// The last part of the model's id: the ticker; where that is none what is left of it, so that the event that says so has
    /// a place, or `unknown`.
    var identifier: String {
        if isValid { return symbol }
        let kept = symbol.utf8.map { Self.isPlain($0) ? $0 : Self.hyphen }.prefix(64)
        let text = String(decoding: kept, as: UTF8.self)
        let cleaned = text.split(separator: "-").joined(separator: "-")
        return cleaned.isEmpty ? "unknown" : cleaned
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
