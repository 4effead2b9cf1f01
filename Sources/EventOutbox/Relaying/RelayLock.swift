#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lock that lets one process at a time relay an outbox: `flock(2)` on a file beside it, which the system releases
/// whenever the process ends, however it ends. The file holds the process's number, for people.
final class RelayLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func path(ofOutbox path: String) -> String { path + "-relay" }

    /// Takes the lock without waiting; `nil` where another has it, or the file can't be made.
    static func take(forOutbox path: String) -> RelayLock? {
        let descriptor = open(self.path(ofOutbox: path), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = write(descriptor, text, text.count) }
        return RelayLock(descriptor: descriptor)
    }

    /// The process that has the lock; `nil` where none has.
    static func holder(ofOutbox path: String) -> Int32? {
        let descriptor = open(self.path(ofOutbox: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        var text = [UInt8](repeating: 0, count: 32)
        let count = read(descriptor, &text, text.count)
        guard count > 0 else { return nil }
        return Int32(String(decoding: text[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
