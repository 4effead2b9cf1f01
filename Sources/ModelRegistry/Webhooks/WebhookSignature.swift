import Crypto
import Foundation

/// What MLflow puts beside a delivery so that it can be known to be its own: id, time, and signatures over both and the body.
///
/// The shape is that of Standard Webhooks (<https://www.standardwebhooks.com>) under names of MLflow's own: the signature is
/// `v1,` and the base64 of an HMAC-SHA256 over `{id}.{time}.{body}`, the key is the secret's UTF-8 as it is, and there may be
/// several, with spaces between, where the secret has just been changed.
package struct WebhookSignature: Sendable, Hashable {
    /// Why a delivery is not taken for MLflow's. For the log: whoever sent it is told nothing of it.
    package enum Flaw: String, Error, Sendable, Hashable {
        /// A header is missing.
        case unsigned
        /// Id or time are of no form that MLflow writes.
        case malformed
        /// It was signed too long ago, or is yet to be.
        case stale
        /// No signature is one of ours.
        case forged
    }

    /// The delivery's id, the same at every try: 1 to 128 letters, digits, “-” and “_”.
    package let deliveryID: String
    /// When it was signed first, in seconds since 1970; the same at every try.
    package let timestamp: Int64
    private let codes: [[UInt8]]

    /// Reads the three headers.
    ///
    /// - Throws: ``Flaw``: unsigned or malformed.
    package init(deliveryID: String?, timestamp: String?, signatures: String?) throws(Flaw) {
        guard let deliveryID, let timestamp, let signatures else { throw .unsigned }
        // Without points, so that what was signed can be taken apart in one way only; and it becomes part of a key.
        guard (1...128).contains(deliveryID.utf8.count), deliveryID.utf8.allSatisfy(Self.isPlain),
            timestamp.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(timestamp)
        else { throw .malformed }
        self.deliveryID = deliveryID
        self.timestamp = seconds
        codes = signatures.split(separator: " ").prefix(Self.maximumSignatures).compactMap { entry in
            guard entry.hasPrefix("v1,"), let code = Data(base64Encoded: String(entry.dropFirst(3))) else { return nil }
            return [UInt8](code)
        }
    }

    /// Checks what can be told without the body, so that nobody's body is read who can't have signed it.
    ///
    /// - Throws: ``Flaw``: forged where no signature is of the right form; or stale.
    package func checkHeaders(now: Int64, tolerance: Int64) throws(Flaw) {
        guard codes.contains(where: { $0.count == SHA256.byteCount }) else { throw .forged }
        try checkAge(now, tolerance)
    }

    /// Checks that somebody signed this body who knows one of the secrets, and not too long ago.
    ///
    /// Each signature is compared in a time that does not depend on where it differs.
    /// - Parameters:
    ///   - secrets: The secret, and the one before it while it is changed.
    ///   - now: The time, in seconds since 1970.
    ///   - tolerance: How far the time of signing may lie from now, in seconds. A repeated delivery keeps its first time.
    /// - Throws: ``Flaw``: stale or forged.
    package func verify(body: [UInt8], secrets: [String], now: Int64, tolerance: Int64) throws(Flaw) {
        let message = Array("\(deliveryID).\(timestamp).".utf8) + body
        var isGenuine = false
        for secret in secrets where !secret.isEmpty {
            let key = SymmetricKey(data: Array(secret.utf8))
            for code in codes {
                isGenuine =
                    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key) || isGenuine
            }
        }
        guard isGenuine else { throw .forged }
        try checkAge(now, tolerance)
    }

    private func checkAge(_ now: Int64, _ tolerance: Int64) throws(Flaw) {
        let (difference, overflows) = now.subtractingReportingOverflow(timestamp)
        guard !overflows, difference.magnitude <= tolerance.magnitude else { throw .stale }
    }

    /// More than a change of secrets can need.
    private static let maximumSignatures = 8

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }
}
