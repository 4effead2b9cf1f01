import EventBus

/// A command as the argument parser describes it.
struct ManualCommandEntry: Sendable {
    /// The words that call it, the program's name first.
    let path: [String]
    let abstract: String
    let discussion: String
    let arguments: [ManualArgument]
    /// The commands below it.
    let subcommands: [ManualCommandEntry]

    /// Reads a description, such as `--experimental-dump-help` prints.
    ///
    /// - Throws: ``CommandFailure`` where it is none.
    static func root(of dump: String) throws -> ManualCommandEntry {
        let limits = JSONLimits(maximumBytes: 16 << 20)
        guard case .object(let object)? = try? JSONValue(parsing: Array(dump.utf8), limits: limits),
            let command = object["command"], let entry = ManualCommandEntry(command, below: [])
        else { throw CommandFailure(.failure, "the argument parser describes itself in another form than expected") }
        return entry
    }

    private init?(_ description: JSONValue, below parents: [String]) {
        guard case .object(let object) = description, case .string(let name)? = object["commandName"],
            object["shouldDisplay"] != .bool(false)
        else { return nil }
        let path = parents + [name]
        self.path = path
        abstract = if case .string(let text)? = object["abstract"] { text } else { "" }
        discussion = if case .string(let text)? = object["discussion"] { text } else { "" }
        if case .array(let list)? = object["arguments"] {
            arguments = list.compactMap { ManualArgument($0) }.filter { !Self.everywhere.contains($0.names.last ?? "") }
        } else {
            arguments = []
        }
        if case .array(let list)? = object["subcommands"] {
            subcommands = list.compactMap { ManualCommandEntry($0, below: path) }.filter { $0.path.last != "help" }
        } else {
            subcommands = []
        }
    }

    /// This command where nothing is below it, else all below it.
    var leaves: [ManualCommandEntry] { subcommands.isEmpty ? [self] : subcommands.flatMap(\.leaves) }

    /// Options that every program has.
    private static let everywhere: Set = ["--help", "--version"]
}
