#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How much room a disk has.
enum DiskRoom {
    /// The bytes that this user may still write to the disk of a file; `nil` where the system does not say.
    static func free(at path: String) -> Int? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        let (bytes, overflows) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
        return overflows ? nil : Int(clamping: bytes)
    }
}
