/// What a command has around it: environment, input and output. Tests put their own in its place.
struct CommandContext: Sendable {
    /// The environment variables.
    var environment: [String: String]
    /// The lines of standard input, one at a time; `nil` at the end.
    var nextLine: @Sendable () -> [UInt8]?
    /// Takes text for standard output.
    var output: @Sendable (String) -> Void
    /// Takes text for standard error.
    var errors: @Sendable (String) -> Void
    /// Whether log lines of text begin with the time: not where a person watches them come.
    var showsLogTimes = false

    /// Whether standard output is a terminal, which can be drawn on again.
    var outputIsTerminal = false
    /// Whether standard error is one.
    var errorsAreTerminal = false

    /// The context of the running command.
    @TaskLocal static var current = CommandContext.process

    /// Prints a line.
    static func print(_ line: String) { current.output(line + "\n") }

    /// Prints a line to standard error.
    static func printError(_ line: String) { current.errors(line + "\n") }
}
