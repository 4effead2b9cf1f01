#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes the folders of a private Redis and checks that they are this user's own.
enum FolderMaker {
    /// Makes a folder and the folders above it.
    ///
    /// - Returns: Its absolute path.
    static func make(_ path: String) throws(EmbeddedRedisError) -> String {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            prefix += part
            if mkdir(prefix, 0o700) != 0, errno != EEXIST {
                throw .folderUnusable(path: prefix, errorNumber: errno)
            }
            prefix += "/"
        }
        guard let resolved = realpath(path.isEmpty ? "." : path, nil) else {
            throw .folderUnusable(path: path, errorNumber: errno)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Makes a folder in a place where others write too, and refuses one that is not this user's alone.
    static func makePrivate(_ path: String) throws(EmbeddedRedisError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .folderUnusable(path: path, errorNumber: errno) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .folderUnusable(path: path, errorNumber: errno) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        guard isFolder, status.st_uid == getuid(), status.st_mode & 0o022 == 0 else {
            throw .socketFolderUnsafe(path: path)
        }
    }
}
