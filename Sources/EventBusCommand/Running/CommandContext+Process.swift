import Foundation

extension CommandContext {
    /// The environment, input and output of this process.
    static let process = CommandContext(
        environment: ProcessInfo.processInfo.environment,
        nextLine: { readLine(strippingNewline: true) },
        output: { write($0, to: .standardOutput) },
        errors: { write($0, to: .standardError) })

    private static func write(_ text: String, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            // Whoever read the output is gone, as after `| head`: nobody is left to tell.
            exit(ExitStatus.success.rawValue)
        }
    }
}
