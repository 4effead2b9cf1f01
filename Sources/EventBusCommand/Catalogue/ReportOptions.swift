import ArgumentParser
import CatalogueEvolution

/// How a command writes what it found.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to write what was found: text, lines (as compilers do), json, markdown (for a pull request), sarif, github.",
            valueName: "format"))
    var format: CatalogueReport.Format?

    @Flag(name: .customLong("json"), help: "Short for --format json.")
    private var wantsJSON = false

    func validate() throws {
        if wantsJSON, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other; use one of them.")
        }
    }

    /// The format that was asked for.
    var chosen: CatalogueReport.Format? { wantsJSON ? .json : format }
}

extension CatalogueReport.Format: ExpressibleByArgument {}
