import Foundation
import NIOCore

/// What an address counts as where callers are held to a rate: an IPv4 address is itself; of an IPv6 address the first 64
/// bits, since whoever has one as a rule has all that begin like it, and could ask from another each time.
struct ClientNetwork: Sendable, Hashable {
    /// E.g. `192.0.2.1` or `20010db800000001/64`; `unix` for a socket without an address.
    let text: String

    init(_ address: SocketAddress?) {
        switch address {
        case .v6(let six)?: text = Self.text(ofIPv6: withUnsafeBytes(of: six.address.sin6_addr) { Array($0) })
        case let other?: text = other.ipAddress ?? "unix"
        case nil: text = "unix"
        }
    }

    /// An IPv4 address that comes in an IPv6 one (`::ffff:192.0.2.1`) is counted as what it is.
    private static func text(ofIPv6 bytes: [UInt8]) -> String {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if bytes.starts(with: mapped) { return bytes.suffix(4).map { "\($0)" }.joined(separator: ".") }
        let digits = bytes.prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return digits.joined() + "/64"
    }
}
