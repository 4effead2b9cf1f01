#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the server's program.
enum ServerExecutable {
    /// The first `redis-server` or `valkey-server` in the folders of a `PATH`.
    static func find(inPath path: String) -> String? {
        for name in ["redis-server", "valkey-server"] {
            for folder in path.split(separator: ":") {
                let candidate = "\(folder)/\(name)"
                if access(candidate, X_OK) == 0 { return candidate }
            }
        }
        return nil
    }
}
