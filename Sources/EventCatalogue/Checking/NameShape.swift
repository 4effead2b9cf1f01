/// What a name may look like: names become Swift, Python and TypeScript identifiers, Redis keys and CloudEvents types.
enum NameShape {
    /// Lower-case letters, digits and `_`, beginning with a letter: events.
    case event
    /// Letters, digits and `_`, beginning with a letter: types.
    case type
    /// Letters, digits, `_`, `-` and `.`, beginning with a letter or `_`: fields.
    case field
    /// Letters, digits, `_`, `-` and `.`: streams, teams, services, wires. It stands in Redis keys, so no `:{}` or space.
    case plain
    /// As `plain`, and `:`, e.g. `projection:models`: groups.
    case group
    /// Anything with a letter or digit: enum values and union cases.
    case value
    /// Lower-case letters, digits, `.` and `-`: a catalogue's id.
    case catalogue

    func accepts(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, bytes.count <= 256 else { return false }
        switch self {
        case .event: return isLower(first) && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x5F }
        case .type: return isLetter(first) && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x5F }
        case .field:
            return (isLetter(first) || first == 0x5F) && bytes.contains(where: isLetter)
                && bytes.allSatisfy { isLetter($0) || isDigit($0) || "_-.".utf8.contains($0) }
        case .plain:
            return (isLetter(first) || isDigit(first))
                && bytes.allSatisfy { isLetter($0) || isDigit($0) || "_-.".utf8.contains($0) }
        case .group:
            return (isLetter(first) || isDigit(first))
                && bytes.allSatisfy { isLetter($0) || isDigit($0) || "_-.:".utf8.contains($0) }
        case .value: return bytes.contains { isLetter($0) || isDigit($0) }
        case .catalogue:
            return isLower(first) && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2E || $0 == 0x2D }
        }
    }

    /// The rule in words.
    var words: String {
        switch self {
        case .event: "lower-case letters, digits and `_`, beginning with a letter"
        case .type: "letters, digits and `_`, beginning with a letter"
        case .field: "letters, digits, `_`, `-` and `.`, beginning with a letter or `_`"
        case .plain: "letters, digits, `_`, `-` and `.`, beginning with a letter or digit"
        case .group: "letters, digits, `_`, `-`, `.` and `:`, beginning with a letter or digit"
        case .value: "a text with at least one letter or digit"
        case .catalogue: "lower-case letters, digits, `.` and `-`, beginning with a letter"
        }
    }

    private func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
