import ArgumentParser

/// How a command writes its data.
struct OutputOptions: ParsableArguments {
    /// The form of the output.
    enum Form: Sendable {
        /// For people.
        case text
        /// One JSON object for each line, for programs.
        case json
    }

    @Flag(name: .customLong("json"), help: "Write data as JSON, one object for each line.")
    private var wantsJSON = false

    /// The form that was asked for.
    var form: Form { wantsJSON ? .json : .text }

    /// Prints a table, or a JSON object for each of its lines.
    func print(_ lines: [some TableLine]) {
        switch form {
        case .json: for line in lines { CommandContext.print("\(line.json)") }
        case .text: TextTable.lines(lines).forEach(CommandContext.print)
        }
    }
}
