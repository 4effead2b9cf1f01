import Crypto
import EventBus

/// Makes and reads the cookie by which a browser stays known: the caller's name, when it ends, and a seal over both.
///
/// The key is drawn when the gateway starts, so a restart ends every session, and nothing needs to be kept for each.
struct SessionSeal: Sendable {
    /// How long a session lasts, in seconds: 12 hours.
    static let lifetime: Int64 = 43_200
    /// The cookie's name.
    static let cookie = "eventbus_session"

    private let key = SymmetricKey(size: .bits256)

    /// The cookie's value for a caller.
    func value(for caller: Caller, now: Timestamp) -> String {
        let claim = "\(caller.name)~\(now.microseconds / 1_000_000 + Self.lifetime)"
        return "\(claim)~\(seal(claim))"
    }

    /// Whose session a cookie's value is; `nil` where the seal is wrong or the session has ended.
    func name(in value: some StringProtocol, now: Timestamp) -> String? {
        let parts = value.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 3, let end = Int64(parts[1]) else { return nil }
        let isSealed = AccessTokens.areEqual(Array(seal("\(parts[0])~\(parts[1])").utf8), Array(parts[2].utf8))
        return isSealed && now.microseconds / 1_000_000 < end ? String(parts[0]) : nil
    }

    private func seal(_ claim: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Array(claim.utf8), using: key).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
