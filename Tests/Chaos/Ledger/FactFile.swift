import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file in which one life of one role writes down what it did.
///
/// Whatever `write` has taken outlives the process, so nothing is synchronised with the disk: processes are killed here,
/// machines are not.
struct FactFile: Sendable {
    private let descriptor: Int32

    /// Makes the file.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ChaosError.file(path, errno: errno) }
    }

    /// Adds one fact.
    func write(_ fact: Fact) { write(fact.line) }

    /// Adds facts with one call.
    func write(_ facts: some Sequence<Fact>) { write(facts.map(\.line).joined()) }

    private func write(_ text: String) {
        var rest = text
        rest.withUTF8 { bytes in
            var at = 0
            while at < bytes.count {
                let written = systemWrite(
                    descriptor, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[at...]))
                // A ledger with holes would accuse the innocent: better no run at all.
                guard written > 0 || errno == EINTR else { exit(ChaosError.ledgerLost) }
                at += max(0, written)
            }
        }
    }

    /// Reads a file; calls `body` with each fact, in the order in which they were written.
    static func read(path: String, _ body: (Fact) -> Void) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped))
        var start = 0
        // What no line end follows was cut off by the death of its process.
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard let fact = Fact(line: bytes[start..<end]) else {
                throw ChaosError.unreadableFact(path, String(decoding: bytes[start..<end], as: UTF8.self))
            }
            body(fact)
            start = end + 1
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
