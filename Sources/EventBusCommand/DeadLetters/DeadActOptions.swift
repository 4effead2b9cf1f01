import ArgumentParser
import RedisEventBus

/// How dead letters are acted on.
struct DeadActOptions: ParsableArguments {
    @Flag(help: "Do it, instead of showing what would be done.")
    var execute = false

    @Option(help: ArgumentHelp("At most so many a second.", valueName: "number"))
    var rate: Int?

    @OptionGroup var who: ActorOptions

    func validate() throws {
        if let rate, rate < 1 { throw ValidationError("--rate must be at least 1.") }
    }

    /// Who acts, and why.
    var actor: DeadLetterActor { who.actor }
}
