import Crypto
import Foundation

/// Stands for a chain: a folder with one file for each transaction.
struct FolderChain: Sendable {
    /// A transaction that made a contract.
    struct Transaction {
        /// The transaction's hash, `0x` and 64 digits.
        let hash: String
        /// The contract's address, `0x` and 40 digits.
        let address: String
        /// The block that holds it.
        let block: UInt64
    }

    /// What a transaction's file says.
    private struct Entry: Codable {
        let token: String
        let block: UInt64
    }

    private let folder: URL
    private let blockTime: Duration

    /// Makes the folder where it is missing; a transaction takes `blockTime` to be confirmed.
    init(folder: String, blockTime: Duration) throws {
        self.folder = URL(fileURLWithPath: folder)
        self.blockTime = blockTime
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    /// Deploys a token, and returns when its transaction is confirmed. The address follows from the salt, as by CREATE2:
    /// the same salt again gives the transaction that was sent before.
    func deploy(_ token: String, salt: String) async throws -> Transaction {
        let digits = SHA256.hash(data: Data(salt.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        let place = folder.appendingPathComponent("\(digits).json")
        let draft = folder.appendingPathComponent("\(digits).\(UUID().uuidString)")
        try JSONEncoder().encode(Entry(token: token, block: UInt64(Date().timeIntervalSince1970))).write(to: draft)
        defer { try? FileManager.default.removeItem(at: draft) }
        do {
            // One of two who try at once succeeds, and a file that is there is whole.
            try FileManager.default.linkItem(at: draft, to: place)
        } catch CocoaError.fileWriteFileExists {}
        let sent = try JSONDecoder().decode(Entry.self, from: Data(contentsOf: place))
        try await Task.sleep(for: blockTime)
        return Transaction(hash: "0x\(digits)", address: "0x\(digits.prefix(40))", block: sent.block)
    }
}
