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
}
