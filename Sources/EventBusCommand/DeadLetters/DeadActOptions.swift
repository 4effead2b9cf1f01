import ArgumentParser
import Foundation
import RedisEventBus

/// How dead letters are acted on.
struct DeadActOptions: ParsableArguments {
    @Flag(help: "Do it, instead of showing what would be done.")
    var execute = false

    @Option(help: ArgumentHelp("At most so many a second.", valueName: "number"))
    var rate: Int?

    @Option(help: ArgumentHelp("Who does it, for the audit.", valueName: "name"))
    var by = "\(NSUserName())@\(ProcessName.standard)"

    @Option(help: ArgumentHelp("Why, for the audit.", valueName: "text"))
    var reason = ""

    func validate() throws {
        if let rate, rate < 1 { throw ValidationError("--rate must be at least 1.") }
        if by.isEmpty { throw ValidationError("--by must not be empty.") }
    }

    /// Who acts, and why.
    var actor: DeadLetterActor { DeadLetterActor(by, reason: reason) }
}
