import Testing

@testable import EventBusBenchmark

@Suite struct OptionsTests {
    private static let rows = ["fast", "small"]

    @Test("without arguments everything is measured five times and printed as text")
    func defaults() throws {
        let options = try Options([], rows: Self.rows)
        #expect(options.output == .text)
        #expect(options.only == nil)
        #expect(options.rounds == 5)
    }

    @Test("a row, the number of rounds and the output can be chosen")
    func choices() throws {
        let options = try Options(["--only", "small", "--json", "--rounds", "1"], rows: Self.rows)
        #expect(options.output == .json)
        #expect(options.only == "small")
        #expect(options.rounds == 1)
    }

    @Test(
        "what is not understood is refused, and a wrong row is answered with the names there are",
        arguments: [["--only", "slow"], ["--only"], ["--rounds", "0"], ["--rounds", "many"], ["--fast"]])
    func refusals(arguments: [String]) {
        #expect(throws: Options.Failure.self) { try Options(arguments, rows: Self.rows) }
        guard arguments.first == "--only" else { return }
        #expect(throws: Options.Failure.usage("--only takes one of: fast, small")) {
            try Options(arguments, rows: Self.rows)
        }
    }
}
