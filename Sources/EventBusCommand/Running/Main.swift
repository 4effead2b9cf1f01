import Foundation

/// The entry of the process.
@main
enum Main {
    static func main() async {
        let status = await CommandRunner.run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
