import ArgumentParser

/// Parses arguments, runs the command they name, and says how the process should end.
enum CommandRunner {
    /// Runs a command line, without the program's name.
    ///
    /// Everything that is to be said has been printed when it returns.
    static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try EventBusCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> ExitStatus {
        switch EventBusCommand.exitCode(for: error) {
        case .success:
            // `--help` and `--version` come as errors that are none.
            CommandContext.print(EventBusCommand.fullMessage(for: error))
            return .success
        case .validationFailure:
            CommandContext.printError(EventBusCommand.fullMessage(for: error))
            return .usage
        default:
            let failure = CommandFailure(error)
            if !failure.message.isEmpty { CommandContext.printError("error: " + failure.message) }
            return failure.status
        }
    }
}
