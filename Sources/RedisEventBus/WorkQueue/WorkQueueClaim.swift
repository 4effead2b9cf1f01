/// What a worker has taken, and the token by which it is still its own.
struct WorkQueueClaim: Sendable {
    /// 16 hexadecimal digits.
    let token: String
    /// The SHA-1 of the item, by which the claims are kept.
    let digest: String
    let item: [UInt8]
    /// How often it was taken before by workers that never settled it.
    let takes: Int

    /// A token that no other claim has.
    static func newToken() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A worker's name as it stands in a claim: one line.
    static func shown(_ worker: String) -> String {
        String(String.UnicodeScalarView(worker.unicodeScalars.map { $0.value < 32 ? "?" : $0 }))
    }
}
