/// How far something new is rolled out, by the names of those it is done for.
package enum Rollout: Sendable, Hashable {
    /// For nobody.
    case off
    /// For nobody yet: it is worked out and logged what would be done.
    case shadow
    /// For so many in a hundred, 1 to 99; which ones their names decide, so that they stay the same, and stay in as the share grows.
    case share(percent: Int)
    /// For everybody.
    case on

    /// What is done for one of them.
    package enum Treatment: Sendable, Hashable {
        /// Nothing.
        case none
        /// It is worked out and logged, and not done.
        case shadow
        /// It is done.
        case full
    }

    /// What is done for somebody of this name.
    package func treatment(of name: String) -> Treatment {
        switch self {
        case .off: .none
        case .shadow: .shadow
        case .share(let percent): Self.place(of: name) < percent ? .full : .none
        case .on: .full
        }
    }

    /// Reads `off`, `shadow`, `25%` or `on`; `nil` for anything else.
    init?(parsing text: some StringProtocol) {
        switch text.lowercased() {
        case "off", "0%": self = .off
        case "shadow": self = .shadow
        case "on", "100%": self = .on
        default:
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...99).contains(percent),
                text == "\(percent)%"
            else { return nil }
            self = .share(percent: percent)
        }
    }

    /// Where a name stands from 0 to 99: FNV-1a of its UTF-8, whose bits are mixed once more, since names that differ in their
    /// last letter only would stand side by side. Fixed for good: another hash would move everybody.
    static func place(of name: String) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return Int((hash ^ (hash >> 33)) % 100)
    }
}

extension Rollout: CustomStringConvertible {
    /// As it is configured.
    package var description: String {
        switch self {
        case .off: "off"
        case .shadow: "shadow"
        case .share(let percent): "\(percent)%"
        case .on: "on"
        }
    }
}
