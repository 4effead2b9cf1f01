/// What the command line asks for.
struct Options: Sendable, Hashable {
    /// How the result is printed.
    enum Output: Sendable, Hashable {
        case text
        case json
    }

    /// Why the command line was not understood.
    enum Failure: Error, Sendable, Hashable {
        case usage(String)
        /// Not a failure: the usage was asked for.
        case help
    }

    private(set) var output = Output.text
    /// The one row to measure; `nil` for all.
    private(set) var only: String?
    /// How often each side runs; the median counts.
    private(set) var rounds = 5

    init(_ arguments: some Sequence<String>, rows: [String]) throws(Failure) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--json": output = .json
            case "--only":
                guard let name = rest.next(), rows.contains(name) else {
                    throw .usage("--only takes one of: \(rows.joined(separator: ", "))")
                }
                only = name
            case "--rounds":
                guard let text = rest.next(), let number = Int(text), number >= 1 else {
                    throw .usage("--rounds takes a number from 1")
                }
                rounds = number
            case "--help", "-h": throw .help
            default: throw .usage("unknown argument \"\(argument)\"")
            }
        }
    }

    /// How the program is called.
    static func usage(rows: [String]) -> String {
        """
        Measures the event bus beside redis-benchmark, raw hiredis loops and Foundation, on a private redis-server.

        usage: EventBusBenchmark [--json] [--only <row>] [--rounds <number>]

          --json    print the rows for machines
          --only    measure one row: \(rows.joined(separator: ", "))
          --rounds  how often each side runs; the median counts (5)

        The exit status is 0 if every row is met, 1 if one is below, 64 for a wrong argument, 70 if nothing could be measured.

        """
    }
}
