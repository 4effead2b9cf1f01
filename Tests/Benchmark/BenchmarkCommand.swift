import Foundation

/// `make bench`: measures, prints the table, and fails while a row is below.
@main
enum BenchmarkCommand {
    static func main() async {
        let rows = Suite.rows
        do {
            if CommandLine.arguments.count == 3, CommandLine.arguments[1] == StreamServer.role {
                return try await StreamServer.run(redis: CommandLine.arguments[2])
            }
            let options = try Options(CommandLine.arguments.dropFirst(), rows: rows)
            let report = try await Suite.run(options)
            switch options.output {
            case .text: print(report.text, terminator: "")
            case .json: print(try report.json(), terminator: "")
            }
            exit(report.isMet ? 0 : 1)
        } catch Options.Failure.help {
            print(Options.usage(rows: rows), terminator: "")
        } catch Options.Failure.usage(let message) {
            complain("\(message)\n\n\(Options.usage(rows: rows))")
            exit(64)
        } catch {
            complain("the benchmark could not be run: \(error)\n")
            exit(70)
        }
    }

    private static func complain(_ message: String) {
        FileHandle.standardError.write(Data(message.utf8))
    }
}
