/// A connection as the server knows it: its id, and the run of the server that gave it.
///
/// Ids start again with the server. An id without its run names an innocent neighbour after a restart.
struct ServerConnection: Sendable, Hashable, CustomStringConvertible {
    let id: Int64
    let run: String

    init(id: Int64, run: String) {
        self.id = id
        self.run = run
    }

    /// Reads `id@run`; `nil` where the text names none.
    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let id = Int64(parts[0]) else { return nil }
        self.init(id: id, run: String(parts[1]))
    }

    /// The ids in the reply of `CLIENT LIST`.
    static func ids(inClientList list: String) -> Set<Int64> {
        Set(
            list.split(separator: "\n").compactMap { line in
                line.hasPrefix("id=") ? Int64(line.dropFirst(3).prefix { $0 != " " }) : nil
            })
    }

    /// `id@run`
    var description: String { "\(id)@\(run)" }
}
