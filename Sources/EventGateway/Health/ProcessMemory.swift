#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How much memory this process has.
enum ProcessMemory {
    /// The bytes that are in memory now; `nil` where the system does not tell.
    static var residentBytes: Int? {
        #if canImport(Glibc) || canImport(Musl)
            guard let file = fopen("/proc/self/statm", "r") else { return nil }
            defer { fclose(file) }
            var text = [UInt8](repeating: 0, count: 128)
            let count = fread(&text, 1, text.count, file)
            let words = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
            guard words.count > 1, let pages = Int(words[1]) else { return nil }
            return pages * sysconf(Int32(_SC_PAGESIZE))
        #else
            return nil
        #endif
    }
}
