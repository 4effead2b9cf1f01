import Foundation

extension CommandContext {
    /// The environment, input and output of this process.
    static let process = CommandContext(
        environment: ProcessInfo.processInfo.environment,
        nextLine: { standardInput.next() },
        output: { write($0, to: .standardOutput) },
        errors: { write($0, to: .standardError) },
        showsLogTimes: isatty(STDERR_FILENO) == 0, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
        errorsAreTerminal: isatty(STDERR_FILENO) == 1)

    private static let standardInput = LineInput(.standardInput)

    private static func write(_ text: String, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            // Whoever read the output is gone, as after `| head`: that is no failure, and nobody is left to tell.
            let reason = errno
            if reason == EPIPE { exit(ExitStatus.success.rawValue) }
            try? FileHandle.standardError.write(
                contentsOf: Data("error: the output cannot be written: \(String(cString: strerror(reason)))\n".utf8))
            exit(ExitStatus.failure.rawValue)
        }
    }
}
