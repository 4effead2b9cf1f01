import ArgumentParser
import RedisEventBus

/// Who does what a command does, and why: both stand in the audit.
struct ActorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who does it, for the audit.", valueName: "name"))
    var by = ProcessName.person

    @Option(help: ArgumentHelp("Why, for the audit.", valueName: "text"))
    var reason = ""

    func validate() throws {
        if by.isEmpty { throw ValidationError("--by must not be empty.") }
    }

    /// Who acts, and why.
    var actor: DeadLetterActor { DeadLetterActor(by, reason: reason) }
}
