#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that is closed when it is no longer used; child processes do not inherit it by accident.
final class FileDescriptor: Sendable {
    /// The number of the open file.
    let number: Int32

    /// Takes over an open file.
    private init(number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    /// Opens a file, creating it for this user alone where the flags say so.
    ///
    /// - Returns: The open file, or `nil` with `errno` set.
    static func open(_ path: String, _ flags: Int32) -> FileDescriptor? {
        #if canImport(Glibc)
            let number = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
            let number = Musl.open(path, flags | O_CLOEXEC, 0o600)
        #else
            let number = Darwin.open(path, flags | O_CLOEXEC, 0o600)
        #endif
        return number < 0 ? nil : FileDescriptor(number: number)
    }

    /// Takes the lock of the open file without waiting (`flock(2)`); whoever inherits the file shares the lock.
    ///
    /// - Returns: Whether the lock is ours now.
    func takeLock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

    /// Opens a Unix stream socket, connected.
    ///
    /// - Returns: The socket, or `nil` where nobody listens at the path or the path is too long.
    static func connect(toSocket path: String) -> FileDescriptor? {
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        let number = socket(AF_UNIX, kind, 0)
        guard number >= 0 else { return nil }
        let descriptor = FileDescriptor(number: number)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                #if canImport(Glibc)
                    Glibc.connect(number, rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
                #elseif canImport(Musl)
                    Musl.connect(number, rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
                #else
                    Darwin.connect(number, rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
                #endif
            }
        }
        return connected == 0 ? descriptor : nil
    }

    /// Sends a few bytes and reads one short reply, waiting at most a second for it.
    func exchange(_ request: String) -> String? {
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array(request.utf8)
        guard send(number, bytes, bytes.count, Self.withoutSignal) == bytes.count else { return nil }
        var reply = [UInt8](repeating: 0, count: 128)
        let count = recv(number, &reply, reply.count, 0)
        return count > 0 ? String(decoding: reply[..<count], as: UTF8.self) : nil
    }

    #if canImport(Darwin)
        private static let withoutSignal: Int32 = 0
    #else
        private static let withoutSignal = Int32(MSG_NOSIGNAL)
    #endif
}
